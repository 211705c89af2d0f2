/** What a run does to the open check: it stays open as long as it fails. */
import { firstProblem, type RunState } from '../../../engine/reduce.ts';
import { type AppState, finishedRun, freshVerdict, lookFirstAt, quieted } from '../../state/app-state.ts';
import { pushed, wentBack, withTop } from '../../state/pages.ts';
import { passedPage } from '../passed/page.ts';
import { type CheckPage, openCheck } from './page.ts';

/** Once it no longer fails, the first known problem takes its place, without waiting for the run to end. */
export function whileChecking(state: AppState, page: CheckPage): AppState {
  if (state.run?.only === page.check) return state;
  const verdict = freshVerdict(state, page.stage, page.check);
  return verdict && state.run ? withProblem(state, page, state.run.state) : state;
}

export function afterChecking(state: AppState, page: CheckPage): AppState {
  const run = finishedRun(state, page.stage);
  if (!run) return state;
  const quiet = quieted(state);
  if (run.outcome === 'passed') return pushed(wentBack(quiet), passedPage(page.stage));
  if (state.run?.only === page.check) return state;
  const problem = firstProblem(run);
  return problem && stillFails(run, page) && problem.id !== page.check
    ? lookFirstAt(state, problem)
    : withProblem(quiet, page, run);
}

function withProblem(state: AppState, page: CheckPage, run: RunState): AppState {
  const problem = firstProblem(run);
  return !problem || problem.id === page.check || stillFails(run, page)
    ? state
    : withTop(state, openCheck(page.stage, problem.id));
}

const stillFails = (run: RunState, page: CheckPage): boolean =>
  run.checks.find((check) => check.id === page.check)?.state === 'failed';
