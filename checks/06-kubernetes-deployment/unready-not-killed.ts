import { type Cluster, check, fail } from '#kit';
import { notAlive, stayReady, stayUnready, wereRestarted } from './findings/database.ts';
import { database } from './manifest/contract.ts';
import { partsOf } from './manifest/parts.ts';
import type { Container } from './manifest/pods.ts';
import { allReady, atRest, noneReady, onCluster, restartsOf, untilReadyMs } from './scene.ts';

const slackMs = 30_000;

/** While the database is away, pods turn unready and stay alive; afterwards they are ready again. */
export const unreadyNotKilled = check(
  'unready-not-killed',
  'turns unready while its database is away, and is not restarted',
  onCluster('Two probes, two questions', ['rolls-out']),
  async (context) => {
    const { container } = await partsOf(context);
    const turnsMs = untilUnreadyMs(container);
    const { cluster, pods } = await atRest(context);
    await cluster.fake(database.service, 'down');
    try {
      await turnUnready(cluster, turnsMs);
      await stayAlive(cluster, container, restartsOf(pods));
    } finally {
      await cluster.fake(database.service, 'up');
    }
    const ms = untilReadyMs(cluster);
    const back = await cluster.awaitPods(allReady, ms);
    if (!back.reached) fail(stayUnready(ms, await cluster.evidence()));
  },
);

/** What the manifest's own probe needs to count its failures. */
function untilUnreadyMs(container: Container): number {
  const probe = (name: string, otherwise: number) => Number(container.get('readinessProbe', name) ?? otherwise);
  return probe('periodSeconds', 10) * probe('failureThreshold', 3) * 1000;
}

/** With generous slack for a busy machine. */
async function turnUnready(cluster: Cluster, turnsMs: number): Promise<void> {
  const ms = turnsMs + slackMs;
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
