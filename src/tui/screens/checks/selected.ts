import { type CheckState, firstProblem } from '../../../engine/reduce.ts';
import { type AppState, currentPage, isRunning, runOf } from '../../state/app-state.ts';

/** The learner's choice, else what deserves a look: what runs now, or the first thing that went wrong. */
export function selectedCheck(state: AppState, stage: string): CheckState | undefined {
  const run = runOf(state, stage);
  const page = [...state.pages].reverse().find((one) => one.screen === 'checks') ?? currentPage(state);
  const wanted = page.screen === 'checks' ? page.selected : undefined;
  const chosen = run?.checks.find((check) => check.id === wanted);
  if (chosen || !run) return chosen;
  const problem = firstProblem(run);
  if (problem) return problem;
  if (isRunning(state, stage)) return run.checks.find((check) => check.state === 'running') ?? run.checks[0];
  return run.checks[0];
}
