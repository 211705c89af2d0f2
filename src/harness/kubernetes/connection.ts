/** The chosen cluster, asked whether it answers. */
import type { AppsV1Api, CoreV1Api, KubernetesObjectApi } from '@kubernetes/client-node';
import { type Found, found, lacking } from '../../kit/index.ts';
import { apiError } from './answers.ts';
import { type ClusterChoice, chooseCluster } from './context.ts';
import { sweepNamespaces } from './namespace.ts';

export type Connection = ClusterChoice & { core: CoreV1Api; apps: AppsV1Api; objects: KubernetesObjectApi };

/** Sweeps what killed runs left there, which is also the proof that the cluster answers. */
export async function connect(environment: NodeJS.ProcessEnv, wanted: string | undefined): Promise<Found<Connection>> {
  const choice = await chooseCluster(environment, wanted);
  if (!choice.ok) return choice;
  const { AppsV1Api, CoreV1Api, KubernetesObjectApi } = await import('./client.ts');
  const { config, context } = choice.value;
  const connection = {
    ...choice.value,
    core: config.makeApiClient(CoreV1Api),
    apps: config.makeApiClient(AppsV1Api),
    objects: KubernetesObjectApi.makeApiClient(config),
  };
  try {
    await sweepNamespaces(connection);
  } catch (error) {
    return unusable(context, error as Error & { code?: unknown });
  }
  return found(connection);
}

function unusable(context: string, error: Error & { code?: unknown }) {
  const { code } = error;
  if (code === 401 || code === 403)
    return lacking({
      need: 'kubernetes',
      state: 'forbidden',
      what: `The cluster of the context "${context}" answers, but does not let you list its namespaces (status ${code}).`,
      fix: 'Use a context whose user may create namespaces, or ask its administrator.',
    });
  const said = (apiError(error)?.said ?? error.message).split('\n')[0];
  return lacking({
    need: 'kubernetes',
    state: 'unreachable',
    what: `The cluster of the context "${context}" does not answer: ${said}`,
    fix: 'Start it, or choose another context.',
  });
}
