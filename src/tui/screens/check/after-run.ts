import { firstProblem } from '../../../engine/reduce.ts';
import { type AppState, finishedRun, lookFirstAt, quieted } from '../../state/app-state.ts';
import { pushed, wentBack, withTop } from '../../state/pages.ts';
import { passedPage } from '../passed/page.ts';
import { type CheckPage, openCheck } from './page.ts';

/** A check that still fails stays open. One that no longer does makes way: for the pass, or for the next problem. */
export function checkAfterRun(state: AppState, page: CheckPage): AppState {
  const run = finishedRun(state, page.stage);
  if (!run) return state;
  const quiet = quieted(state);
  if (run.outcome === 'passed') return pushed(wentBack(quiet), passedPage(page.stage));
  const problem = firstProblem(run);
  if (!problem || problem.id === page.check) return quiet;
  const fails = run.checks.find((check) => check.id === page.check)?.state === 'failed';
  return fails ? lookFirstAt(state, problem) : withTop(quiet, openCheck(page.stage, problem.id));
}
