/** The one place that interprets events. Every face draws what this makes of them. */
import {
  type CheckInfo,
  type LogSource,
  type Outcome,
  type Progress,
  type RunEvent,
  subjectOf,
  type Unit,
  type Verdict,
} from '../kit/index.ts';

export type CheckState = CheckInfo & {
  state: 'waiting' | 'running' | Verdict['status'];
  verdict?: Verdict;
  /** The newest lines only; `logged` counts all. */
  log: { source: LogSource; line: string }[];
  logged: number;
  /** While it runs: the newest on each subject, in the order in which they came up. */
  progress?: readonly Progress[];
};

export type Measure = { value: number; unit: Unit };

export type RunState = {
  stage: string;
  checks: CheckState[];
  measures: Record<string, Measure>;
  /** Unset while the run goes on. */
  outcome?: Outcome;
  ms?: number;
};

export type Tally = Record<CheckState['state'], number> & { total: number; points: number; pointsOf: number };

export const initialRun: RunState = { stage: '', checks: [], measures: {} };

const keptLogLines = 200;

export function reduce(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'run:start':
      return { stage: event.stage, measures: {}, checks: event.checks.map(waiting) };
    case 'check:start':
      return patch(state, event.id, (check) => ({ ...check, state: 'running' }));
    case 'check:log':
      return patch(state, event.id, (check) => ({
        ...check,
        log: [...check.log.slice(1 - keptLogLines), { source: event.source, line: event.line }],
        logged: check.logged + 1,
      }));
    case 'check:progress':
      return patch(state, event.id, (check) => ({ ...check, progress: renewed(check.progress, event.progress) }));
    case 'check:end':
      return patch(state, event.id, ({ progress: _, ...check }) => ({
        ...check,
        state: event.verdict.status,
        verdict: event.verdict,
      }));
    case 'measure':
      return { ...state, measures: { ...state.measures, [event.name]: { value: event.value, unit: event.unit } } };
    case 'run:end':
      return { ...state, outcome: event.outcome, ms: event.ms };
  }
}

const waiting = (info: CheckInfo): CheckState => ({ ...info, state: 'waiting', log: [], logged: 0 });

function renewed(known: readonly Progress[] = [], news: Progress): readonly Progress[] {
  const subject = subjectOf(news);
  const isKnown = known.some((one) => subjectOf(one) === subject);
  return isKnown ? known.map((one) => (subjectOf(one) === subject ? news : one)) : [...known, news];
}

function patch(state: RunState, id: string, change: (check: CheckState) => CheckState): RunState {
  return { ...state, checks: state.checks.map((check) => (check.id === id ? change(check) : check)) };
}

/** What a learner is shown first: the first required check that failed, else our own error, else a failed stretch one. */
export function firstProblem(state: RunState): CheckState | undefined {
  const having = (status: CheckState['state'], level?: CheckInfo['level']) =>
    state.checks.find((check) => check.state === status && (level === undefined || check.level === level));
  return having('failed', 'required') ?? having('errored') ?? having('failed') ?? having('blocked');
}

export function tally(state: RunState): Tally {
  const counts: Tally = {
    waiting: 0,
    running: 0,
    passed: 0,
    failed: 0,
    blocked: 0,
    skipped: 0,
    errored: 0,
    total: state.checks.length,
    points: 0,
    pointsOf: 0,
  };
  for (const check of state.checks) {
    counts[check.state] += 1;
    counts.pointsOf += check.points;
    if (check.state === 'passed') counts.points += check.points;
  }
  return counts;
}

/**
 * failed: a required check failed. errored: our bug kept a required check from a verdict. incomplete: nothing failed,
 * but a required check was blocked. A stretch check holds nobody up, whatever became of it.
 */
export function outcomeOf(checks: readonly CheckState[]): Outcome {
  const required = checks.filter((check) => check.level === 'required');
  const some = (status: CheckState['state']) => required.some((check) => check.state === status);
  if (some('failed')) return 'failed';
  if (checks.some((check) => check.state === 'errored')) return 'errored';
  if (required.some((check) => check.state !== 'passed')) return 'incomplete';
  return 'passed';
}

/** The numbers alone, for `learned`. */
export function numbers(state: RunState): Record<string, number> {
  return Object.fromEntries(Object.entries(state.measures).map(([name, measure]) => [name, measure.value]));
}
