/** What a run of the checks does to the state. What its events mean, the engine's reducer decides. */
import { initialRun, type RunState, reduce } from '../../engine/reduce.ts';
import { locationOf } from '../../kit/index.ts';
import { checksPage } from '../screens/checks/page.ts';
import type { Action } from './actions.ts';
import {
  type AppState,
  hintKey,
  isBusy,
  isFinished,
  type Message,
  numberOf,
  type Run,
  type RunEnd,
  type RunRequest,
  stageAtHand,
  stageRow,
} from './app-state.ts';
import { countsOf } from './counts.ts';
import { moved } from './hints.ts';
import { pushed } from './pages.ts';

export function updateRun(state: AppState, action: Action): AppState {
  switch (action.type) {
    case 'check':
      // A check that is tried alone is already on the screen.
      return asked(action.by === 'key' && !action.only ? pushed(state, checksPage(action.stage)) : state, action);
    case 'run-began':
      return {
        ...state,
        message: undefined,
        run: { ...requestOf(action), phase: 'running', state: initialRun, seconds: 0 },
      };
    case 'run-events':
      return withRun(state, (run) => ({
        ...run,
        state: withOthers(state, run, action.events.reduce(reduce, run.state)),
      }));
    case 'run-seconds':
      return withRun(state, (run) => ({ ...run, seconds: action.seconds }));
    case 'stop-run':
      return withRun(state, (run) => ({ ...stopping(run), next: undefined }));
    case 'run-ended':
      return state.run
        ? ended(state, { ...state.run, state: action.whole ?? state.run.state, cleaning: action.cleaning }, action.end)
        : state;
    case 'run-cleaned':
      return withRun({ ...state, notices: action.notices }, (run) => ({ ...run, cleaning: undefined }));
    case 'last-run':
      return action.run && !state.results[action.stage]
        ? { ...state, results: { ...state.results, [action.stage]: action.run } }
        : state;
    default:
      return state;
  }
}

const withRun = (state: AppState, change: (run: Run) => Run): AppState =>
  state.run ? { ...state, run: change(state.run) } : state;

const stopping = (run: Run): Run => (run.phase === 'running' ? { ...run, phase: 'stopping' } : run);

/** One run at a time: the one that goes on is stopped first, and its clean-up awaited. */
const asked = (state: AppState, request: RunRequest): AppState =>
  isBusy(state) ? withRun(state, (run) => ({ ...stopping(run), next: requestOf(request) })) : state;

const requestOf = ({ stage, by, only }: RunRequest): RunRequest => ({ stage, by, only });

/** Where one check is run alone, the others stay on the screen as they were. */
function withOthers(state: AppState, { stage, only }: Run, now: RunState): RunState {
  const before = state.results[stage];
  if (only === undefined || !before || now.checks.length === 0) return now;
  const checks = before.checks.map((check) => now.checks.find(({ id }) => id === check.id) ?? check);
  return { ...now, checks };
}

/** The message is for screens that do not show the run itself; those that do remove it. */
function ended(state: AppState, before: Run, end: RunEnd): AppState {
  const run: Run = { ...before, phase: 'ended', outcome: end.outcome, problem: end.problem };
  const next: AppState = { ...state, run, message: endMessage(state, run) };
  if (end.problem !== undefined || end.outcome === 'cancelled') return next;
  return {
    ...next,
    results: { ...state.results, [run.stage]: run.state },
    hints: stillRightHints(state, run.stage),
  };
}

/** A different finding needs different hints: only those of checks that fail in the same way are kept. Their line may have moved. */
function stillRightHints(state: AppState, stage: string): AppState['hints'] {
  const findingOf = (run: RunState | undefined, key: string) => {
    const verdict = run?.checks.find((check) => hintKey(stage, check.id) === key)?.verdict;
    return verdict?.status === 'failed' ? verdict.finding : undefined;
  };
  const kept = Object.entries(state.hints).flatMap(([key, shown]) => {
    if (!key.startsWith(`${stage}/`)) return [[key, shown] as const];
    const [now, before] = [findingOf(state.run?.state, key), findingOf(state.results[stage], key)];
    if (!now || (before && now.hint !== before.hint)) return [];
    return [[key, now.hint === undefined ? shown : moved(shown, locationOf(now))] as const];
  });
  return Object.fromEntries(kept);
}

/** The keys are those of the stage on the screen: where another one was checked, its name comes first and no key is offered. */
function endMessage(state: AppState, run: Run): Message {
  const message = messageOf(run, isFinished(state));
  if (run.stage === stageAtHand(state)) return message;
  const name = `${numberOf(run.stage)} ${stageRow(state, run.stage)?.title ?? ''}`.trim();
  return { ...message, text: `${name}: ${message.text.replace(/ v shows .*/, '')}` };
}

function messageOf(run: Run, courseFinished: boolean): Message {
  const alone = run.only === undefined ? undefined : aloneMessage(run);
  if (run.problem !== undefined) return { tone: 'bad', text: run.problem.split('\n')[0] ?? '' };
  if (run.outcome === 'cancelled') return { tone: 'quiet', text: 'The checks were stopped.' };
  if (alone && run.outcome !== 'passed') return alone;
  const { words } = countsOf(run.state);
  if (run.outcome === 'passed' && courseFinished)
    return { tone: 'good', text: 'You have finished the course. v shows what you have now.' };
  if (run.outcome === 'passed') return { tone: 'good', text: `Stage passed: ${words}. v shows what you have now.` };
  return {
    tone: run.outcome === 'failed' ? 'warn' : 'quiet',
    text: `${words} passed. v shows them.`,
  };
}

/** What became of the one check. */
function aloneMessage({ only, state }: Run): Message | undefined {
  const check = state.checks.find(({ id }) => id === only);
  if (!check) return undefined;
  const tone = check.state === 'passed' ? 'good' : check.state === 'failed' ? 'bad' : 'warn';
  return { tone, text: `${check.title}: ${check.state === 'errored' ? 'our bug' : check.state}.` };
}
