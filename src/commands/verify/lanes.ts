/** Programs judged side by side: most of a grading is waiting, so many begin ahead, and tokens keep their work in turn. */
import { availableParallelism } from 'node:os';
import type { Case } from './cases.ts';
import type { Waited } from './ci/cost.ts';
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

const noticeableMs = 1_000;

export type Lane = {
  name: 'on the cluster' | 'here';
  cases: Case[];
  jobs: number;
};

/** Programs for a cluster have a lane of their own, so that they neither crowd it nor keep the others waiting. */
export function lanesOf(cases: readonly Case[], onCluster: (one: Case) => boolean, jobs: number | undefined): Lane[] {
  const { cluster = [], here = [] } = Object.groupBy(cases, (one) => (onCluster(one) ? 'cluster' : 'here'));
  if (jobs !== undefined) return [{ name: 'here', cases: [...cases], jobs }];
  return [
    { name: 'on the cluster', cases: cluster, jobs: mostRollouts },
    { name: 'here', cases: here, jobs: runsAhead() },
  ];
}

export type Judged<R> = {
  /** In the order they came in; what had begun when the signal was aborted has none. */
  results: R[];
  /** Where the wall's time went besides work: the cluster's lane, and pauses because this process lagged. */
  waited: Waited[];
};

export async function sideBySide<R>(
  lanes: readonly Lane[],
  work: (one: Case) => Promise<R>,
  done: (result: R) => void,
  signal: AbortSignal,
): Promise<Judged<R>> {
  const begun = performance.now();
  const results: R[] = [];
  let laggedMs = 0;
  const worker = async (waiting: Case[]) => {
    for (let one = waiting.shift(); one !== undefined && !signal.aborted; one = waiting.shift()) {
      laggedMs += await attentive(signal);
      const result = await work(one);
      if (signal.aborted) return;
      results.push(result);
      done(result);
    }
  };
  const ends = lanes.map(async ({ name, cases, jobs }) => {
    const waiting = [...cases];
    await Promise.all(Array.from({ length: jobs }, () => worker(waiting)));
    return { what: name, ms: performance.now() - begun };
  });
  const ended = await Promise.all(ends);
  const onCluster = ended.filter(({ what, ms }) => what !== 'here' && ms > noticeableMs);
  const lagged = { what: 'until this process was on time again', ms: laggedMs };
  return { results, waited: [...onCluster, lagged].filter(({ ms }) => ms > noticeableMs) };
}
