import { type CheckState, firstProblem, type RunState } from '../../../engine/reduce.ts';
import { type AppState, isRunning, runOf } from '../../state/app-state.ts';

/** The learner's choice, else the first problem as soon as one is known, else what is running. */
export function selectedCheck(state: AppState, stage: string): CheckState | undefined {
  const run = runOf(state, stage);
  if (!run) return undefined;
  const page = state.pages.findLast((one) => one.screen === 'checks');
  const chosen = page && checkIn(run, page.selected);
  return chosen ?? firstProblem(run) ?? (isRunning(state, stage) ? awaited(state, run) : undefined) ?? run.checks[0];
}

/** Of the checks that run side by side: the one that failed last time, else the first. */
function awaited(state: AppState, run: RunState): CheckState | undefined {
  const last = state.results[run.stage];
  const again = last && checkIn(run, firstProblem(last)?.id);
  return again && !again.verdict ? again : run.checks.find((check) => check.state === 'running');
}

const checkIn = (run: RunState, id: string | undefined) => run.checks.find((check) => check.id === id);
