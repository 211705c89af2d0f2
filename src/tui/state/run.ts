/** What a run of the checks does to the screen. What its events mean is the engine's reducer's business. */
import { firstProblem, initialRun, type RunState, reduce, tally } from '../../engine/reduce.ts';
import { isWide } from '../drawing/drawing.ts';
import { openCheck } from '../screens/check/page.ts';
import { withNews } from '../screens/evidence/news.ts';
import type { Action } from './actions.ts';
import {
  type AppState,
  currentPage,
  hintKey,
  isFinished,
  isRunning,
  type Message,
  type Page,
  type Run,
  type RunEnd,
} from './app-state.ts';
import { pushed, withTop } from './pages.ts';
import { atTop } from './scroll.ts';

export function updateRun(state: AppState, action: Action): AppState {
  switch (action.type) {
    case 'check':
      return action.by === 'key' ? toChecks(state, action.stage) : state;
    case 'run-began':
      return {
        ...state,
        message: undefined,
        run: { stage: action.stage, by: action.by, phase: 'running', state: initialRun, seconds: 0 },
      };
    case 'run-events':
      return state.run
        ? withNews({ ...state, run: { ...state.run, state: action.events.reduce(reduce, state.run.state) } })
        : state;
    case 'run-seconds':
      return state.run ? { ...state, run: { ...state.run, seconds: action.seconds } } : state;
    case 'stop-run':
      return state.run?.phase === 'running' ? { ...state, run: { ...state.run, phase: 'stopping' } } : state;
    case 'run-ended':
      return state.run ? ended(state, state.run, action.end) : state;
    case 'last-run':
      return action.run && !state.results[action.stage] ? reopened(state, action.stage, action.run) : state;
    default:
      return state;
  }
}

const toChecks = (state: AppState, stage: string): AppState => ({
  ...pushed(state, { screen: 'checks', stage, scroll: atTop }),
  memory: { ...state.memory, stage },
});

function ended(state: AppState, before: Run, end: RunEnd): AppState {
  const run: Run = { ...before, phase: 'ended', outcome: end.outcome, problem: end.problem };
  const finished = end.problem === undefined && end.outcome !== 'cancelled';
  const results = finished ? { ...state.results, [run.stage]: run.state } : state.results;
  const next: AppState = { ...state, run, results, hints: finished ? withoutHints(state, run.stage) : state.hints };
  const page = currentPage(state);
  const watching =
    'stage' in page &&
    page.stage === run.stage &&
    (page.screen === 'checks' || page.screen === 'check' || page.screen === 'passed');
  // Whoever goes back must not come upon a pass that is one no more.
  const still = finished && run.outcome !== 'passed' ? dropped(next, 'passed') : next;
  if (!watching) return { ...still, message: messageOf(run, isFinished(state)) };
  return finished ? arrived(next, run, page) : next;
}

/** Another finding deserves other hints: only those of checks that fail with the same pointer are kept. */
function withoutHints(state: AppState, stage: string): AppState['hints'] {
  const pointer = (run: RunState | undefined, key: string) => {
    const verdict = run?.checks.find((check) => hintKey(stage, check.id) === key)?.verdict;
    return verdict?.status === 'failed' ? (verdict.finding.hint ?? '') : undefined;
  };
  const same = (key: string) => {
    const now = pointer(state.run?.state, key);
    return now !== undefined && now === (pointer(state.results[stage], key) ?? now);
  };
  return Object.fromEntries(Object.entries(state.hints).filter(([key]) => !key.startsWith(`${stage}/`) || same(key)));
}

/** The run's end on the screen that shows it: the first failure is opened, a pass is celebrated. */
function arrived(state: AppState, run: Run, page: Page): AppState {
  if (run.outcome === 'passed')
    return pushed(dropped(state, 'check'), { screen: 'passed', stage: run.stage, scroll: atTop });
  const problem = firstProblem(run.state);
  if (page.screen === 'passed') return pushed(state, { screen: 'checks', stage: run.stage, scroll: atTop });
  if (!problem) return state;
  if (page.screen === 'check') {
    const now = run.state.checks.find((check) => check.id === page.check);
    if (now?.state !== 'failed') return withTop(state, openCheck(run.stage, problem.id));
    return now.id === problem.id
      ? state
      : { ...state, message: { tone: 'warn', text: `Look first at: ${problem.title}` } };
  }
  if (page.screen !== 'checks') return state;
  return isWide(state.size) || page.selected !== undefined
    ? withTop(state, { ...page, selected: problem.id, scroll: atTop })
    : pushed(withTop(state, { ...page, selected: problem.id }), openCheck(run.stage, problem.id));
}

function dropped(state: AppState, screen: Page['screen']): AppState {
  const [first, ...others] = state.pages;
  return { ...state, pages: [first, ...others.filter((one) => one.screen !== screen)] };
}

/** A run of another day. Whoever asked for the results of a stage that is passed is shown first what the pass says. */
function reopened(state: AppState, stage: string, run: RunState): AppState {
  const next = { ...state, results: { ...state.results, [stage]: run } };
  const page = currentPage(state);
  const asked = page.screen === 'checks' && page.stage === stage && !isRunning(state, stage);
  return asked && run.outcome === 'passed' ? withTop(next, { screen: 'passed', stage, scroll: atTop }) : next;
}

function messageOf(run: Run, courseFinished: boolean): Message | undefined {
  if (run.problem !== undefined) return { tone: 'bad', text: run.problem.split('\n')[0] ?? '' };
  if (run.outcome === 'cancelled') return { tone: 'quiet', text: 'The checks were stopped.' };
  const { passed, total } = tally(run.state);
  if (run.outcome === 'passed' && courseFinished)
    return { tone: 'good', text: 'You have finished the course. v shows what you have now.' };
  if (run.outcome === 'passed')
    return { tone: 'good', text: `Stage passed: ${passed} of ${total} checks. v shows what you have now.` };
  return {
    tone: run.outcome === 'failed' ? 'warn' : 'quiet',
    text: `${passed} of ${total} checks passed. v shows them.`,
  };
}
