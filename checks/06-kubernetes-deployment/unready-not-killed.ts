import { type Cluster, check, fail } from '#kit';
import { notAlive, stayReady, stayUnready, wereRestarted } from './findings/database.ts';
import { database } from './manifest/contract.ts';
import { type Container, partsOf } from './manifest/parts.ts';
import { allReady, noneReady, onCluster, patienceMs, restartsOf } from './scene.ts';

/** While the database is away, pods turn unready and stay alive; afterwards they are ready again. */
export const unreadyNotKilled = check(
  'unready-not-killed',
  'turns unready while its database is away, and is not restarted',
  onCluster('Two probes, two questions', ['rolls-out']),
  async (context) => {
    const cluster = await context.kubernetes.cluster();
    const { container } = await partsOf(context);
    const restarts = restartsOf(await cluster.pods());
    await cluster.fake(database.service, 'down');
    try {
      await turnUnready(cluster, container);
      await stayAlive(cluster, container, restarts);
    } finally {
      await cluster.fake(database.service, 'up');
    }
    const back = await cluster.awaitPods(allReady, patienceMs);
    if (!back.reached) fail(stayUnready(patienceMs, await cluster.evidence()));
  },
);

/** Within the time the manifest's own probe needs to count its failures, and generous slack for a busy machine. */
async function turnUnready(cluster: Cluster, container: Container): Promise<void> {
  const probe = (name: string, otherwise: number) => Number(container.get('readinessProbe', name) ?? otherwise);
  const ms = (probe('periodSeconds', 10) * probe('failureThreshold', 3) + 30) * 1000;
  const { reached } = await cluster.awaitPods(noneReady, ms);
  if (!reached) fail(stayReady(ms, await cluster.evidence()));
}

/**
 * For one period of the liveness probe and a little more: /healthz was asked once while the database was away. A probe that
 * asks about the database fails the check `probes`, which reads the manifest, so nobody waits for three failures here.
 */
async function stayAlive(cluster: Cluster, container: Container, restarts: number): Promise<void> {
  const ms = (Number(container.get('livenessProbe', 'periodSeconds') ?? 10) + 1) * 1000;
  const killed = await cluster.awaitPods((pods) => restartsOf(pods) > restarts, ms);
  if (killed.reached) fail(wereRestarted(await cluster.evidence()));
  for (const pod of await cluster.pods()) {
    const answer = await cluster.getFrom(pod, '/healthz');
    if (answer.status !== 200) fail(notAlive(pod, answer, await cluster.evidence()));
  }
}
