import { firstProblem, type RunState } from '../../../engine/reduce.ts';
import { isWide } from '../../drawing/drawing.ts';
import { type AppState, finishedRun, lookFirstAt, quieted } from '../../state/app-state.ts';
import { pushed, withTop } from '../../state/pages.ts';
import { atTop } from '../../state/scroll.ts';
import { openCheck } from '../check/page.ts';
import { passedPage } from '../passed/page.ts';
import type { ChecksPage } from './page.ts';

/** A pass leads to its own screen, a problem is opened. A failed check that the learner moved to stays selected. */
export function checksAfterRun(state: AppState, page: ChecksPage): AppState {
  if (state.run?.stage === page.stage && state.run.problem !== undefined) return quieted(state);
  const run = finishedRun(state, page.stage);
  if (!run) return state;
  const quiet = quieted(state);
  if (run.outcome === 'passed') return pushed(quiet, passedPage(page.stage));
  // Whoever tries one check stays with it.
  if (state.run?.only !== undefined) return afterOnly(state, page, run);
  const problem = firstProblem(run);
  if (!problem || page.selected === problem.id) return quiet;
  if (run.checks.find((check) => check.id === page.selected)?.state === 'failed') return lookFirstAt(state, problem);
  const shown = withTop(quiet, { ...page, selected: undefined, scroll: atTop });
  // In a wide window it is already open beside the list; a learner who was moving about in the list stays there.
  return isWide(state.size) || page.selected !== undefined ? shown : pushed(shown, openCheck(page.stage, problem.id));
}

function afterOnly(state: AppState, page: ChecksPage, run: RunState): AppState {
  const id = state.run?.only;
  const failed = run.checks.find((check) => check.id === id)?.state === 'failed';
  const shown = withTop(state, { ...page, selected: id, scroll: atTop });
  return id !== undefined && failed && !isWide(state.size) ? pushed(quieted(shown), openCheck(page.stage, id)) : shown;
}
