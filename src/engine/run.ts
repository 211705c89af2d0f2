/** Runs a stage's checks: order, gates, side by side up to the number of cores, time-outs, cancellation, clean-up. Never prints. */
import type {
  Check,
  CheckContext,
  CheckInfo,
  CheckScope,
  Lack,
  Need,
  RunEvent,
  Stage,
  Stall,
  Verdict,
  Work,
} from '../kit/index.ts';
import { openFilesOf, roomForFiles } from './open-files.ts';
import { initialRun, outcomeOf, type RunState, reduce } from './reduce.ts';
import { runCheck } from './run-check.ts';
import { prerequisites, schedule } from './schedule.ts';
import { coreTokens, type Take } from './tokens.ts';
import { blocked } from './verdicts.ts';

/** What the engine needs of a harness. */
export type Instruments = {
  /** The instruments for one check; the engine adds the scope. */
  contextFor(scope: CheckScope): CheckContext;
  /** What the machine lacks for this need; undefined: nothing. */
  lacks(need: Need): Promise<Lack | undefined>;
  /** What the machine lacks, where an error of the system says so. */
  lackOf(error: unknown): Lack | undefined;
  /** How many files and connections this process may have open for checks, at once. */
  openFiles(): number;
};

export type RunOptions = {
  id: string;
  stage: Stage;
  /** Run only these checks, and what must have passed before them: earlier gates and what `after` names. */
  only?: readonly string[];
  signal: AbortSignal;
  emit: (event: RunEvent) => void;
  instruments: Instruments;
  /** Checks side by side at most; without a limit where unset: most of a check is waiting, and its work takes tokens. */
  jobs?: number;
  /** false: numbers that cost work to measure are left out. */
  measures?: boolean;
  /** Watches whether this process stalls; for tests. */
  watch?: () => Stall;
  /** Takes tokens for the run's work; those of this process's cores where unset. */
  work?: Work;
};

/** The state after `run:end`. Cancelled checks stay without a verdict, and the outcome is then 'incomplete' at best. */
export async function runStage(options: RunOptions): Promise<RunState> {
  const begun = performance.now();
  const checks = chosen(options.stage, options.only);
  let state = initialRun;
  const emit = (event: RunEvent) => {
    state = reduce(state, event);
    options.emit(event);
  };
  emit({ type: 'run:start', schema: 1, stage: options.id, checks: checks.map(info) });
  const work = options.work ?? coreTokens.forRun();
  const room = roomForFiles(options.instruments.openFiles()).forRun();
  await schedule(checks, {
    jobs: options.jobs ?? Number.POSITIVE_INFINITY,
    signal: options.signal,
    begin: async (check) => (await blockedBy(check, options)) ?? inTheRoom(check, { ...options, work, room }, emit),
    tell: (check, verdict) => emit({ type: 'check:end', id: check.id, verdict }),
  });
  emit({ type: 'run:end', outcome: outcomeOf(state.checks), ms: Math.round(performance.now() - begun) });
  return state;
}

function chosen({ checks }: Stage, only?: readonly string[]): Check[] {
  if (!only) return checks;
  const wanted = new Set<Check>();
  const want = (check: Check) => {
    if (wanted.has(check)) return;
    wanted.add(check);
    for (const earlier of prerequisites(check, checks)) want(earlier);
  };
  for (const check of checks) if (only.includes(check.id)) want(check);
  return checks.filter((check) => wanted.has(check));
}

const info = (check: Check): CheckInfo => ({
  id: check.id,
  title: check.title,
  points: check.points ?? 1,
  level: check.level ?? 'required',
  lesson: check.lesson,
});

async function blockedBy(check: Check, options: RunOptions): Promise<Verdict | undefined> {
  for (const need of [...options.stage.needs, ...(check.needs ?? []), { openFiles: openFilesOf(check) }]) {
    const lack = await options.instruments.lacks(need).catch((error: unknown) => {
      const shortage = options.instruments.lackOf(error);
      if (shortage) return shortage;
      throw error;
    });
    if (lack) return blocked(lack);
  }
  return undefined;
}

type CheckRun = Pick<RunOptions, 'stage' | 'signal' | 'instruments' | 'measures' | 'watch'> & { work: Work };

/** Each check begins only when its files fit beside those of the checks that run: a low limit makes a run slow, not wrong. */
async function inTheRoom(
  check: Check,
  one: CheckRun & { room: Take },
  emit: RunOptions['emit'],
): Promise<Verdict | undefined> {
  const leave = await one.room(openFilesOf(check));
  try {
    return await run(check, one, emit);
  } finally {
    leave();
  }
}

function run(check: Check, one: CheckRun, emit: RunOptions['emit']): Promise<Verdict | undefined> {
  emit({ type: 'check:start', id: check.id });
  const { stage, signal, instruments, work, measures, watch } = one;
  const { explainFault } = stage;
  const contextFor = (scope: CheckScope) => instruments.contextFor(scope);
  const lackOf = (error: unknown) => instruments.lackOf(error);
  return runCheck(check, { signal, emit, work, measures, explainFault, contextFor, lackOf, watch });
}
