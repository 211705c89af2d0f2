/** What the checks on a real cluster share. */
import { type Check, type CheckContext, type Cluster, fail, type Load, type Pod } from '#kit';
import { neverSettled, neverSteady, restartedAlone } from './findings/traffic.ts';
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

/** How long pods may take to come or to go on a busy machine, besides the time that their manifest gives them. */
const slackMs = 60_000;
export const untilReadyMs = (cluster: Cluster): number => slackMs + cluster.delaysMs();
export const untilGoneMs = (cluster: Cluster): number => slackMs + cluster.graceMs();

export async function steadyLoad(cluster: Cluster): Promise<Load> {
  const load = await cluster.load(throughService('/healthz'));
  return load ?? fail(neverSteady(await cluster.evidence()));
}

/**
 * The cluster as a rollout leaves it: every pod ready, none on its way out, and none has ended by itself since: else whatever is
 * seen afterwards could be the program's own doing. What the check before has begun may still go on; that takes no time of this one.
 */
export async function atRest({ kubernetes, offTheClock }: CheckContext): Promise<{ cluster: Cluster; pods: Pod[] }> {
  const cluster = await kubernetes.cluster();
  const ms = Math.max(untilReadyMs(cluster), untilGoneMs(cluster));
  const { reached, pods } = await offTheClock(cluster.awaitPods(isAtRest, ms));
  const alone = pods.find(({ restarts }) => restarts > 0);
  if (alone) fail(restartedAlone(alone, await cluster.evidence()));
  if (!reached) fail(neverSettled(pods, ms, await cluster.evidence()));
  return { cluster, pods };
}

export const allReady = (pods: readonly Pod[]): boolean => pods.length > 0 && pods.every(({ ready }) => ready);
const isAtRest = (pods: readonly Pod[]) =>
  pods.some(({ restarts }) => restarts > 0) || (allReady(pods) && pods.every(({ deleting }) => !deleting));
export const noneReady = (pods: readonly Pod[]): boolean => pods.length > 0 && pods.every(({ ready }) => !ready);
export const restartsOf = (pods: readonly Pod[]): number => pods.reduce((sum, { restarts }) => sum + restarts, 0);
