/** The chosen cluster, asked whether it answers. */
import type { AppsV1Api, CoreV1Api, KubernetesObjectApi } from '@kubernetes/client-node';
import { type Found, found, lacking } from '../../kit/index.ts';
import { type ClusterChoice, chooseCluster } from './context.ts';
import { sweepNamespaces } from './namespace.ts';

export type Connection = ClusterChoice & { core: CoreV1Api; apps: AppsV1Api; objects: KubernetesObjectApi };

/** Sweeps what killed runs left there, which is also the proof that the cluster answers. */
export async function connect(environment: NodeJS.ProcessEnv, wanted: string | undefined): Promise<Found<Connection>> {
  const choice = await chooseCluster(environment, wanted);
  if (!choice.ok) return choice;
  const { AppsV1Api, CoreV1Api, KubernetesObjectApi } = await import('@kubernetes/client-node');
  const { config, context } = choice.value;
  const core = config.makeApiClient(CoreV1Api);
  try {
    await sweepNamespaces(core);
  } catch (error) {
    return unusable(context, error as Error & { code?: unknown });
  }
  const apps = config.makeApiClient(AppsV1Api);
  return found({ ...choice.value, core, apps, objects: KubernetesObjectApi.makeApiClient(config) });
}

function unusable(context: string, { code, message }: { code?: unknown; message: string }) {
  if (code === 401 || code === 403)
    return lacking({
      need: 'kubernetes',
      state: 'forbidden',
      what: `The cluster of the context "${context}" answers, but does not let you list its namespaces (status ${code}).`,
      fix: 'Use a context whose user may create namespaces, or ask its administrator.',
    });
  return lacking({
    need: 'kubernetes',
    state: 'unreachable',
    what: `The cluster of the context "${context}" does not answer: ${message.split('\n')[0]}`,
    fix: 'Start it, or choose another context.',
  });
}
