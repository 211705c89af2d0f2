/** Which cluster may be used: one that is local by name and by address, or the one that was named. */
import { isIP } from 'node:net';
import type { KubeConfig } from '@kubernetes/client-node';
import { type Found, found, type Lack, lacking } from '../../kit/index.ts';
import { howToGet } from '../machine/system.ts';

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
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  try {
    load(config, environment);
  } catch (error) {
    // A file that is not there is no configuration, as kubectl sees it.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      return noCluster('missing', 'There is no Kubernetes cluster to use.');
    return noCluster('unsuitable', `The kubeconfig can't be read: ${(error as Error).message}`, '');
  }
  const context = wanted ?? config.getCurrentContext();
  if (!context || !config.getContextObject(context)) {
    const known = config.getContexts().map(({ name }) => name);
    if (wanted)
      return noCluster(
        'missing',
        `There is no Kubernetes context "${wanted}".`,
        `There ${known.length > 0 ? `are: ${known.join(', ')}` : 'is none at all'}.`,
      );
    return noCluster('missing', 'There is no Kubernetes cluster to use.');
  }
  config.setCurrentContext(context);
  const kind = kinds.find(([name]) => name.test(context))?.[1] ?? 'other';
  // Naming a context is a decision of the learner's; a name that happens to be current is not.
  if (!wanted && (kind === 'other' || !isLocal(config.getCurrentCluster()?.server)))
    return noCluster(
      'unsuitable',
      `The current Kubernetes context "${context}" does not look like a cluster on this machine, so it was left alone.`,
      `Name it to use it: --context ${context}. ${howToGet.cluster()}`,
    );
  return found({ config, context, kind });
}

const noCluster = (state: Lack['state'], what: string, fix: string = howToGet.cluster()) =>
  lacking({ need: 'kubernetes', state, what, fix });

function load(config: KubeConfig, { KUBECONFIG, HOME, USERPROFILE }: NodeJS.ProcessEnv): void {
  // The client reads the variables of this process; a harness has an environment of its own.
  const before = { KUBECONFIG: process.env.KUBECONFIG, HOME: process.env.HOME, USERPROFILE: process.env.USERPROFILE };
  try {
    Object.assign(process.env, defined({ KUBECONFIG, HOME, USERPROFILE }));
    if (KUBECONFIG === undefined) delete process.env.KUBECONFIG;
    config.loadFromDefault();
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

const defined = (values: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** Loopback, a private or link-local address (a VM or a container of this machine), or a name that only this machine knows. */
export function isLocal(server: string | undefined): boolean {
  if (!server) return false;
  const host = new URL(server).hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 6) return host === '::1' || /^f[cd]/i.test(host);
  if (isIP(host) === 4) return /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|0\.0\.0\.0$)/.test(host);
  return host === 'localhost' || /\.(localhost|local|internal|orb\.local)$/.test(host);
}
