import { type Cluster, check, fail, type Pod } from '#kit';
import { endedUnderLoad, lostInHealing, notReplaced } from './findings/traffic.ts';
import { atRest, onCluster, steadyLoad, untilReadyMs } from './scene.ts';

/** A deleted pod is replaced, and the Service goes on answering. */
export const selfHeals = check(
  'self-heals',
  'replaces a pod that is deleted, and goes on answering',
  onCluster('How a rollout goes', ['rolls-out', 'serves']),
  async (context) => {
    const { cluster, pods: before } = await atRest(context);
    const [victim] = before;
    if (!victim) throw new Error('a rolled out Deployment has no ready pod');
    const load = await steadyLoad(cluster);
    await cluster.deletePod(victim.name);
    const { reached, pods } = await context.offTheClock(replacementOf(victim, before.length, cluster));
    const report = await load.stop();
    const ended = report.restarts?.[0];
    if (ended) fail(endedUnderLoad(ended, report, await cluster.evidence()));
    if (!reached) fail(notReplaced(victim.name, pods, report, await cluster.evidence()));
    if (report.failed > 0) fail(lostInHealing(report, await cluster.evidence()));
  },
);

/** And the deleted one has ended: what it loses while it drains counts too. */
function replacementOf(victim: Pod, count: number, cluster: Cluster): ReturnType<Cluster['awaitPods']> {
  const ms = untilReadyMs(cluster) + cluster.graceMs();
  return cluster.awaitPods((pods) => {
    const ready = pods.filter((pod) => pod.ready && !pod.deleting);
    return ready.length >= count && pods.every(({ name }) => name !== victim.name);
  }, ms);
}
