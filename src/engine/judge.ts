/** One check from its start to its verdict, clean-up included. */
import {
  aborted,
  Blocked,
  type Check,
  type CheckContext,
  type CheckScope,
  deadline,
  describeFault,
  describeLack,
  duration,
  Failure,
  FaultyProgram,
  type Lack,
  late,
  type RunEvent,
  type Stage,
  type Verdict,
  type Work,
  within,
} from '../kit/index.ts';

export type JudgeOptions = {
  /** Cancels the check: it then has no verdict (undefined). */
  signal: AbortSignal;
  emit: (event: RunEvent) => void;
  contextFor: (scope: CheckScope) => CheckContext;
  work: Work;
  /** What the machine lacks, where an error of the system says so: then the check is blocked, not broken. */
  lackOf: (error: unknown) => Lack | undefined;
  /** The stage's words for a program that can't be checked at all. */
  explainFault?: Stage['explainFault'];
  /** false: what has to be worked out to be measured is not. */
  measures?: boolean;
};

const defaultTimeoutMs = 60_000;
/** How long a cancelled check may take to notice it before its clean-up begins regardless. */
const noticeMs = 5_000;

export async function judge(check: Check, options: JudgeOptions): Promise<Verdict | undefined> {
  const begun = performance.now();
  const cancel = new AbortController();
  const stop = () => cancel.abort(options.signal.reason);
  if (options.signal.aborted) return undefined;
  options.signal.addEventListener('abort', stop, { once: true });
  const limit = deadline(check.timeoutMs ?? defaultTimeoutMs);
  const offTheClock = <T>(work: Promise<T>): Promise<T> => work.finally(limit.pause());
  const notes: string[] = [];
  const cleanups: Cleanup[] = [];
  let over = false;
  const context = options.contextFor({
    signal: cancel.signal,
    log: (source, line) => options.emit({ type: 'check:log', id: check.id, source, line }),
    measure: (name, value, unit) => options.emit({ type: 'measure', name, value, unit }),
    async measureWith(name, unit, find) {
      if (options.measures === false) return;
      const value = await offTheClock(find());
      if (value !== undefined) options.emit({ type: 'measure', name, value, unit });
    },
    note: (text) => void notes.push(text),
    defer: (cleanup) => {
      cleanups.push(cleanup);
      // A check that was given up may still start something: nothing else will clean it up.
      if (over) void cleanUp(cleanups);
    },
    work: (run, how) => offTheClock(options.work(run, how)),
    offTheClock,
  });
  const settled = settle(check, context);
  const ending = await Promise.race([
    settled,
    aborted(limit.signal).then(() => 'late' as const),
    aborted(cancel.signal).then(() => 'aborted' as const),
  ]);
  limit.stop();
  if (typeof ending === 'string') {
    cancel.abort(new Error(ending));
    // The check sees its signal and its servers die; what it says after that no longer counts.
    const cleaned = cleanUp(cleanups);
    await within(noticeMs, Promise.race([settled, cleaned]));
    await cleaned;
  }
  over = true;
  const broken = await cleanUp(cleanups);
  options.signal.removeEventListener('abort', stop);
  if (options.signal.aborted) return undefined;
  const ms = Math.round(performance.now() - begun);
  if (typeof ending === 'string') return tookTooLong(check, ms);
  if (broken && ending.kind === 'returned') return errored(broken, ms);
  if (ending.kind === 'returned') return { status: 'passed', ms, notes };
  if (ending.error instanceof FaultyProgram) {
    const { fault } = ending.error;
    const finding = options.explainFault?.(fault, context.files) ?? describeFault(fault);
    return { status: 'failed', ms, finding };
  }
  return verdictOf(ending.error, ms, options.lackOf);
}

type Ending = { kind: 'returned' } | { kind: 'threw'; error: unknown };

async function settle(check: Check, context: CheckContext): Promise<Ending> {
  try {
    await check.run(context);
    return { kind: 'returned' };
  } catch (error) {
    return { kind: 'threw', error };
  }
}

type Cleanup = () => void | Promise<void>;

/** One that takes longer hangs; the rest must not wait for it, nor the learner. */
const cleanUpMs = 60_000;

/** In reverse order, every one, whatever the others did; the first error is returned. Emptied as it goes, so that it can run twice. */
async function cleanUp(cleanups: Cleanup[]): Promise<unknown> {
  let first: unknown;
  for (let cleanup = cleanups.pop(); cleanup; cleanup = cleanups.pop()) {
    try {
      if ((await within(cleanUpMs, Promise.resolve(cleanup()))) === late) throw new Error('a clean-up did not end');
    } catch (error) {
      first ??= error;
    }
  }
  return first;
}

function verdictOf(error: unknown, ms: number, lackOf: JudgeOptions['lackOf']): Verdict {
  if (error instanceof Failure) return { status: 'failed', ms, finding: error.finding };
  if (error instanceof Blocked) return blocked(error.lack);
  const lack = lackOf(error);
  return lack ? blocked(lack) : errored(error, ms);
}

export const blocked = (lack: Lack): Verdict => ({
  status: 'blocked',
  needs: lack.need,
  because: describeLack(lack),
  lack,
});

function errored(error: unknown, ms: number): Verdict {
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? error.stack : undefined;
  return { status: 'errored', ms, error: { message, ...(stack ? { stack } : {}) } };
}

function tookTooLong(check: Check, ms: number): Verdict {
  const limit = duration(check.timeoutMs ?? defaultTimeoutMs);
  return {
    status: 'failed',
    ms,
    finding: {
      summary: `The program kept this check waiting for more than ${limit}, so it was stopped.`,
      expected: `an end within ${limit}; a correct program needs a fraction of that`,
      actual: 'still waiting',
      hint: 'Look for a loop without an end, a channel nobody reads from, or an answer that never finishes.',
      evidence: [],
    },
  };
}
