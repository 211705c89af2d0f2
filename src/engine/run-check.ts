/** One check from its start to its verdict, clean-up included. */
import {
  aborted,
  type Check,
  type CheckContext,
  type CheckScope,
  type Deadline,
  deadline,
  type FirstCause,
  type RunEvent,
  type Stall,
  type Verdict,
  type Work,
  watchStalls,
  within,
} from '../kit/index.ts';
import { type Cleanups, openCleanups } from './clean-up.ts';
import { type Explanations, errored, failed, timeoutOf, tookTooLong, verdictOf } from './verdicts.ts';

export type CheckRunOptions = Explanations & {
  /** Cancels the check: it then has no verdict (undefined). */
  signal: AbortSignal;
  emit: (event: RunEvent) => void;
  contextFor: (scope: CheckScope) => CheckContext;
  work: Work;
  /** false: numbers that cost work to measure are left out. */
  measures?: boolean;
  /** Watches whether this process stalls; for tests. */
  watch?: () => Stall;
};

/**
 * What goes wrong while this process stands still for so long proves nothing: requests left late, answers were read late, and a right
 * program's own limits ran out. Such a failed check is run again, unless it is one that changes what others look at.
 */
const disturbingMs = 1_000;
const mostTurns = 3;

/** How long a cancelled check may take to notice before we go on without it. */
const noticeMs = 5_000;

export async function runCheck(check: Check, options: CheckRunOptions): Promise<Verdict | undefined> {
  const { watch = watchStalls } = options;
  for (let turn = 1; ; turn += 1) {
    const stall = watch();
    const verdict = await runOnce(check, options);
    stall.stop();
    const unclear = verdict?.status === 'failed' && !check.exclusive && stall.longestMs >= disturbingMs;
    if (!unclear || turn === mostTurns) return verdict;
  }
}

async function runOnce(check: Check, options: CheckRunOptions): Promise<Verdict | undefined> {
  if (options.signal.aborted) return undefined;
  const begun = performance.now();
  const cancel = new AbortController();
  const limit = deadline(timeoutOf(check));
  const cleanups = openCleanups();
  const notes: string[] = [];
  const causes: Cause[] = [];
  const context = options.contextFor(
    scopeOf(check, options, { signal: cancel.signal, limit, cleanups, notes, causes }),
  );
  const settled = settle(check, context);
  const ending = await Promise.race([
    settled,
    aborted(limit.signal).then((): Ending => ({ kind: 'late' })),
    aborted(options.signal).then((): Ending => ({ kind: 'cancelled' })),
  ]);
  limit.stop();
  const cause = ending.kind === 'threw' || ending.kind === 'late' ? await firstCause(causes) : undefined;
  if (ending.kind === 'late' || ending.kind === 'cancelled') {
    cancel.abort(new Error(ending.kind));
    // The check sees its signal and its servers die; what it says after that no longer counts.
    const cleaned = cleanups.run();
    await within(noticeMs, Promise.race([settled, cleaned]));
    await cleaned;
  }
  cleanups.close();
  const broken = await cleanups.run();
  if (options.signal.aborted) return undefined;
  const ms = Math.round(performance.now() - begun);
  const { files } = context;
  if (ending.kind === 'threw') return verdictOf(ending.error, ms, { ...options, files, cause });
  if (ending.kind === 'late') return failed(tookTooLong(check), ms, { ...options, files, cause });
  return broken ? errored(broken, ms) : { status: 'passed', ms, notes };
}

/** What went wrong by itself comes before what the check made of it; a shortage of the machine before all. */
async function firstCause(causes: readonly Cause[]): Promise<FirstCause | undefined> {
  const found = (await Promise.all(causes.map((cause) => cause()))).filter((cause) => cause !== undefined);
  return found.find(({ kind }) => kind === 'machine') ?? found[0];
}

type Ending = { kind: 'returned' | 'late' | 'cancelled' } | { kind: 'threw'; error: unknown };

async function settle(check: Check, context: CheckContext): Promise<Ending> {
  try {
    await check.run(context);
    return { kind: 'returned' };
  } catch (error) {
    return { kind: 'threw', error };
  }
}

type Cause = () => Promise<FirstCause | undefined>;

type Parts = { signal: AbortSignal; limit: Deadline; cleanups: Cleanups; notes: string[]; causes: Cause[] };

function scopeOf(
  check: Check,
  options: CheckRunOptions,
  { signal, limit, cleanups, notes, causes }: Parts,
): CheckScope {
  const { emit, measures, work } = options;
  const offTheClock = <T>(going: Promise<T>): Promise<T> => going.finally(limit.pause());
  return {
    signal,
    log: (source, line) => emit({ type: 'check:log', id: check.id, source, line }),
    progress(progress) {
      // What changes behind the verdict is of no interest.
      if (!signal.aborted) emit({ type: 'check:progress', id: check.id, progress });
    },
    measure: (name, value, unit) => emit({ type: 'measure', name, value, unit }),
    async measureWith(name, unit, find) {
      if (measures === false) return;
      const value = await offTheClock(find());
      if (value !== undefined) emit({ type: 'measure', name, value, unit });
    },
    note: (text) => void notes.push(text),
    defer: cleanups.add,
    onFailure: (cause) => void causes.push(cause),
    work: (run, how) => offTheClock(work(run, how)),
    offTheClock,
  };
}
