/** Which pod came or went about when a request failed: a request through a Service does not tell where it went. */
import type { LoadFailure } from '../../../kit/index.ts';
import { podOf, podsOf } from './pods.ts';
import type { Workload } from './workload.ts';

type Near = NonNullable<LoadFailure['near']>;

export type Changes = {
  /** The change that is nearest in time. */
  near(failure: LoadFailure): Near | undefined;
  stop(): void;
};

export function noteChanges({ pods, deployment }: Workload): Changes {
  const last = new Map<string, Near['phase'] | 'ready'>();
  const moments: (Near & { time: number })[] = [];
  const stop = pods.follow((all) => {
    for (const { name, deleting, ready } of podsOf(deployment, all).map(podOf)) {
      const phase = deleting ? 'ending' : ready ? 'ready' : 'starting';
      if (phase !== 'ready' && last.get(name) !== phase) moments.push({ pod: name, phase, time: Date.now() });
      last.set(name, phase);
    }
  });
  return {
    stop,
    near({ at }) {
      const distance = ({ time }: { time: number }) => Math.abs(time - new Date(at).getTime());
      const [nearest] = [...moments].sort((a, b) => distance(a) - distance(b));
      return nearest && { pod: nearest.pod, phase: nearest.phase };
    },
  };
}
