/** What pods did while requests were sent: a request through a Service does not tell where it went. */
import type { LoadFailure, SelfRestart } from '../../../kit/index.ts';
import { podOf, podsOf } from './pods.ts';
import type { Workload } from './workload.ts';

type Near = NonNullable<LoadFailure['near']>;

export type Changes = {
  /** The change that is nearest in time. */
  near(failure: LoadFailure): Near | undefined;
  /** Containers that ended although nobody had asked them to. */
  restarts(): SelfRestart[];
  stop(): void;
};

export function noteChanges({ pods, deployment }: Workload): Changes {
  const last = new Map<string, Near['phase'] | 'ready'>();
  const moments: (Near & { time: number })[] = [];
  const before = new Map<string, number>();
  const ended = new Map<string, SelfRestart>();
  const stop = pods.follow((all) => {
    for (const { name, deleting, ready, restarts, ended: end } of podsOf(deployment, all).map(podOf)) {
      if (!before.has(name)) before.set(name, restarts);
      if (end && !deleting && restarts > (before.get(name) ?? 0)) ended.set(name, { pod: name, ...end });
      const phase = deleting ? 'ending' : ready ? 'ready' : 'starting';
      if (phase !== 'ready' && last.get(name) !== phase) moments.push({ pod: name, phase, time: Date.now() });
      last.set(name, phase);
    }
  });
  return {
    stop,
    restarts: () => [...ended.values()],
    near({ at }) {
      const distance = ({ time }: { time: number }) => Math.abs(time - new Date(at).getTime());
      const [nearest] = [...moments].sort((a, b) => distance(a) - distance(b));
      return nearest && { pod: nearest.pod, phase: nearest.phase };
    },
  };
}
