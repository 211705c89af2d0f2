import { check, counted, fail } from '#kit';
import { restartNotComplete } from './findings/rollout.ts';
import { endedUnderLoad, lostInRollout } from './findings/traffic.ts';
import { atRest, onCluster, steadyLoad, untilGoneMs } from './scene.ts';

/** A rolling restart under constant load over new and kept connections: not one failed request. */
export const zeroDowntime = check(
  'zero-downtime',
  'loses no request while it is restarted under load',
  onCluster('The end of a pod', ['rolls-out', 'serves']),
  async (context) => {
    const { measure, note, offTheClock } = context;
    const { cluster } = await atRest(context);
    const load = await steadyLoad(cluster);
    // As long as it comes further it may take its time: the manifest's delays, once for each pod.
    const rollout = await offTheClock(cluster.restart());
    // Old pods drain after the rollout is complete; what they lose counts too.
    const old = untilGoneMs(cluster);
    await offTheClock(cluster.awaitPods((pods) => pods.every(({ deleting }) => !deleting), old));
    const report = await load.stop();
    if (!rollout.ok) fail(restartNotComplete(rollout.fault, rollout.evidence));
    note(`${counted(report.sent)} requests during the restart, ${counted(report.failed)} lost.`);
    measure('requests-sent', report.sent, 'count');
    measure('requests-lost', report.failed, 'count');
    const ended = report.restarts?.[0];
    if (ended) fail(endedUnderLoad(ended, report, await cluster.evidence()));
    if (report.failed > 0) fail(lostInRollout(report, await cluster.evidence()));
  },
);
