import { check, counted, fail } from '#kit';
import { restartNotComplete } from './findings/rollout.ts';
import { lostInRollout } from './findings/traffic.ts';
import { onCluster, patienceMs, steadyLoad } from './scene.ts';

/** A rolling restart under constant load over new and kept connections: not one failed request. */
export const zeroDowntime = check(
  'zero-downtime',
  'loses no request while it is restarted under load',
  onCluster('The end of a pod', ['rolls-out', 'serves']),
  async ({ kubernetes, measure, note }) => {
    const cluster = await kubernetes.cluster();
    const load = await steadyLoad(cluster);
    const rollout = await cluster.restart();
    // Old pods drain after the rollout is complete; what they lose counts too.
    await cluster.awaitPods((pods) => pods.every(({ deleting }) => !deleting), patienceMs);
    const report = await load.stop();
    if (!rollout.ok) fail(restartNotComplete(rollout.fault, rollout.evidence));
    note(`${counted(report.sent)} requests during the restart, ${counted(report.failed)} lost.`);
    measure('requests-sent', report.sent, 'count');
    measure('requests-lost', report.failed, 'count');
    if (report.failed > 0) fail(lostInRollout(report, await cluster.evidence()));
  },
);
