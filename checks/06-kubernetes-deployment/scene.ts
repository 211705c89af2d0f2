/** What the checks on a real cluster share. */
import { type Check, type Cluster, fail, type Load, type Pod } from '#kit';
import { neverSteady } from './findings/traffic.ts';
import { contract } from './manifest/contract.ts';

/** The files first: a cluster is only asked about manifests that can be right. */
const files = ['selectors', 'replicas', 'resources', 'probes', 'hardened', 'image', 'grace'];

/** `after`: checks on the cluster that must have passed. */
export const onCluster = (lesson: string, after: string[] = files): Partial<Check> => ({
  needs: ['go', 'kubernetes'],
  exclusive: true,
  timeoutMs: 240_000,
  lesson,
  after,
});

/** The URL of a path as the service's clients in the cluster know it. */
export const throughService = (path: string): string => `http://${contract.deployment}${path}`;

/** How long pods may take to come or to go once everything is as it should be. */
export const patienceMs = 90_000;

export async function steadyLoad(cluster: Cluster): Promise<Load> {
  const load = await cluster.load(throughService('/healthz'));
  return load ?? fail(neverSteady(await cluster.evidence()));
}

export const allReady = (pods: readonly Pod[]): boolean => pods.length > 0 && pods.every(({ ready }) => ready);
export const noneReady = (pods: readonly Pod[]): boolean => pods.length > 0 && pods.every(({ ready }) => !ready);
export const restartsOf = (pods: readonly Pod[]): number => pods.reduce((sum, { restarts }) => sum + restarts, 0);
