/** Runs a stage's checks: order, gates, side by side up to the number of cores, time-outs, cancellation, clean-up. Never prints. */
import { availableParallelism } from 'node:os';
import type { Check, CheckContext, CheckInfo, CheckScope, Lack, Need, RunEvent, Stage, Verdict } from '../kit/index.ts';
import { blocked, judge } from './judge.ts';
import { type CheckState, initialRun, outcomeOf, type RunState, reduce } from './reduce.ts';

/** What the engine wants of a harness. */
export type Instruments = {
  /** The instruments for one check; the engine adds the scope. */
  contextFor(scope: CheckScope): CheckContext;
  /** What keeps the machine from it; undefined: nothing does. */
  lacks(need: Need): Promise<Lack | undefined>;
};

export type RunOptions = {
  id: string;
  stage: Stage;
  /** Run only these checks, and what must have passed before them: earlier gates and what `after` names. */
  only?: readonly string[];
  signal: AbortSignal;
  emit: (event: RunEvent) => void;
  instruments: Instruments;
  /** Checks side by side; the number of cores where unset. */
  jobs?: number;
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
  await schedule(checks, options, emit, () => state);
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

/** Checks that must have passed before this one: the gates above it, and those it names in `after`. */
function prerequisites(check: Check, checks: readonly Check[]): Check[] {
  const place = checks.indexOf(check);
  return checks.filter((one, index) => (one.gate && index < place) || check.after?.includes(one.id));
}

const info = (check: Check): CheckInfo => ({
  id: check.id,
  title: check.title,
  points: check.points ?? 1,
  level: check.level ?? 'required',
});

/** Gates and exclusive checks run alone, in their place; everything between them side by side. */
async function schedule(
  checks: Check[],
  options: RunOptions,
  emit: (event: RunEvent) => void,
  state: () => RunState,
): Promise<void> {
  const jobs = options.jobs ?? availableParallelism();
  const running = new Map<string, Promise<void>>();
  for (const check of checks) {
    const alone = check.gate || check.exclusive;
    // A check that names others waits for their verdicts, or it would depend on the machine whether it is excused.
    const waits = () => alone || running.size >= jobs || check.after?.some((id) => running.has(id));
    while (running.size > 0 && waits()) await Promise.race(running.values());
    if (options.signal.aborted) break;
    const one: Promise<void> = runOne(check, options, emit, state()).finally(() => {
      running.delete(check.id);
    });
    running.set(check.id, one);
    if (alone) await one;
  }
  await Promise.all(running.values());
}

async function runOne(
  check: Check,
  options: RunOptions,
  emit: (event: RunEvent) => void,
  before: RunState,
): Promise<void> {
  const verdict =
    excused(check, options.stage, before) ?? (await blockedBy(check, options)) ?? (await run(check, options, emit));
  if (verdict) emit({ type: 'check:end', id: check.id, verdict });
}

/** A failed gate before it, or a failed check it names in `after`, excuses a check. */
function excused(check: Check, stage: Stage, before: RunState): Verdict | undefined {
  const missing = prerequisites(check, stage.checks).find(({ id }) => {
    const earlier = before.checks.find((one: CheckState) => one.id === id);
    return earlier?.verdict !== undefined && earlier.state !== 'passed';
  });
  return missing && { status: 'skipped', after: missing.id };
}

async function blockedBy(check: Check, options: RunOptions): Promise<Verdict | undefined> {
  for (const need of [...options.stage.needs, ...(check.needs ?? [])]) {
    const lack = await options.instruments.lacks(need);
    if (lack) return blocked(lack);
  }
  return undefined;
}

function run(check: Check, options: RunOptions, emit: (event: RunEvent) => void): Promise<Verdict | undefined> {
  emit({ type: 'check:start', id: check.id });
  return judge(check, {
    signal: options.signal,
    emit,
    contextFor: (scope) => options.instruments.contextFor(scope),
  });
}
