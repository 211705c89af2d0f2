import { type Cluster, check, fail, type Pod } from '#kit';
import { lostInHealing, notReplaced } from './findings/traffic.ts';
import { onCluster, patienceMs, steadyLoad } from './scene.ts';

/** A deleted pod is replaced, and the Service goes on answering. */
export const selfHeals = check(
  'self-heals',
  'replaces a pod that is deleted, and goes on answering',
  onCluster('How a rollout goes', ['rolls-out', 'serves']),
  async ({ kubernetes }) => {
    const cluster = await kubernetes.cluster();
    const before = (await cluster.pods()).filter(({ deleting }) => !deleting);
    const victim = before.find(({ ready }) => ready);
    if (!victim) throw new Error('a rolled out Deployment has no ready pod');
    const load = await steadyLoad(cluster);
    await cluster.deletePod(victim.name);
    const { reached, pods } = await replacementOf(victim, before.length, cluster);
    const report = await load.stop();
    if (!reached) fail(notReplaced(victim.name, pods, report, await cluster.evidence()));
    if (report.failed > 0) fail(lostInHealing(report, await cluster.evidence()));
  },
);

function replacementOf(victim: Pod, count: number, cluster: Cluster): ReturnType<Cluster['awaitPods']> {
  return cluster.awaitPods((pods) => {
    const ready = pods.filter((pod) => pod.ready && !pod.deleting);
    return ready.length >= count && pods.every(({ name }) => name !== victim.name);
  }, patienceMs);
}
