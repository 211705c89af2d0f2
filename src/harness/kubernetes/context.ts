/** Which cluster may be used: one that is local by name and by address, or the one the learner named. */
import { isIP } from 'node:net';
import type { KubeConfig } from '@kubernetes/client-node';
import { type Found, found, type Lack, lacking } from '../../kit/index.ts';
import { howToGet } from '../machine/system.ts';
import { loadKubeconfig } from './kubeconfig.ts';

export type ClusterKind = 'kind' | 'minikube' | 'k3d' | 'docker' | 'rancher-desktop' | 'colima' | 'other';
export type ClusterChoice = { config: KubeConfig; context: string; kind: ClusterKind };

const kinds: [RegExp, ClusterKind][] = [
  [/^kind-/, 'kind'],
  [/^minikube$/, 'minikube'],
  [/^k3d-/, 'k3d'],
  [/^(docker-desktop|orbstack)$/, 'docker'],
  [/^rancher-desktop$/, 'rancher-desktop'],
  [/^colima(-.*)?$/, 'colima'],
];

export async function chooseCluster(
  environment: NodeJS.ProcessEnv,
  wanted: string | undefined,
): Promise<Found<ClusterChoice>> {
  let config: KubeConfig;
  try {
    config = await loadKubeconfig(environment);
  } catch (error) {
    return noCluster('unsuitable', `The kubeconfig can't be read: ${(error as Error).message}`, '');
  }
  const context = wanted ?? config.getCurrentContext();
  if (!context || !config.getContextObject(context)) return noContext(wanted, config);
  config.setCurrentContext(context);
  const kind = kinds.find(([name]) => name.test(context))?.[1] ?? 'other';
  // Naming a context is the learner's decision; a context that happens to be current is not.
  if (!wanted && (kind === 'other' || !isLocal(config.getCurrentCluster()?.server)))
    return noCluster(
      'unsuitable',
      `The current Kubernetes context "${context}" does not look like a cluster on this machine, so it was left alone.`,
      `To use it, name it: --context ${context}. ${howToGet.cluster()}`,
    );
  return found({ config, context, kind });
}

function noContext(wanted: string | undefined, config: KubeConfig) {
  if (!wanted) return noCluster('missing', 'There is no Kubernetes cluster to use.');
  const known = config.getContexts().map(({ name }) => name);
  return noCluster(
    'missing',
    `There is no Kubernetes context "${wanted}".`,
    known.length > 0 ? `The contexts here: ${known.join(', ')}.` : 'There are no contexts here at all.',
  );
}

const noCluster = (state: Lack['state'], what: string, fix: string = howToGet.cluster()) =>
  lacking({ need: 'kubernetes', state, what, fix });

/** A loopback or private address (a VM or a container of this machine), or a name that only resolves locally. */
export function isLocal(server: string | undefined): boolean {
  if (!server) return false;
  const host = new URL(server).hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 6) return host === '::1' || /^f[cd]/i.test(host);
  if (isIP(host) === 4) return /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|0\.0\.0\.0$)/.test(host);
  return host === 'localhost' || /\.(localhost|local|internal|orb\.local)$/.test(host);
}
