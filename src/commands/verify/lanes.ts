/** Programs judged side by side: most of a grading is waiting, so many begin ahead, and tokens keep their work in turn. */
import { availableParallelism } from 'node:os';
import type { Case } from './cases.ts';
import { attentive } from './lag.ts';

/** A grading with its servers, captures and archives; measured at 150–350 MB with a -race link at its peak. */
const bytesPerRun = 750 * 2 ** 20;
const mostRuns = 8;
/** A cluster of one node rolls out a few Deployments at a time; its work is not on this process's account. */
const mostRollouts = 3;

function runsAhead(): number {
  const fit = Math.floor(process.availableMemory() / bytesPerRun);
  return Math.max(availableParallelism(), Math.min(mostRuns, fit));
}

export type Lane = { cases: Case[]; jobs: number };

/** Programs for a cluster have a lane of their own, so that they neither crowd it nor keep the others waiting. */
export function lanesOf(cases: readonly Case[], onCluster: (one: Case) => boolean, jobs: number | undefined): Lane[] {
  const { cluster = [], here = [] } = Object.groupBy(cases, (one) => (onCluster(one) ? 'cluster' : 'here'));
  if (jobs !== undefined) return [{ cases: [...cases], jobs }];
  return [
    { cases: cluster, jobs: mostRollouts },
    { cases: here, jobs: runsAhead() },
  ];
}

/** Results in the order they come in; what had begun when the signal was aborted has none. */
export async function sideBySide<R>(
  lanes: readonly Lane[],
  work: (one: Case) => Promise<R>,
  done: (result: R) => void,
  signal: AbortSignal,
): Promise<R[]> {
  const results: R[] = [];
  const worker = async (waiting: Case[]) => {
    for (let one = waiting.shift(); one !== undefined && !signal.aborted; one = waiting.shift()) {
      await attentive(signal);
      const result = await work(one);
      if (signal.aborted) return;
      results.push(result);
      done(result);
    }
  };
  const workers = lanes.flatMap(({ cases, jobs }) => {
    const waiting = [...cases];
    return Array.from({ length: jobs }, () => worker(waiting));
  });
  await Promise.all(workers);
  return results;
}
