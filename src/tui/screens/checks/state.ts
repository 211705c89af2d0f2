import { type CheckState, firstProblem } from '../../../engine/reduce.ts';
import { type AppState, here, isRunning, runOf } from '../../state.ts';

/** The learner's choice, else what deserves a look: what runs now, or the first thing that went wrong. */
export function selectedCheck(state: AppState, stage: string): CheckState | undefined {
  const run = runOf(state, stage);
  const place = [...state.places].reverse().find((one) => one.at === 'checks') ?? here(state);
  const wanted = place.at === 'checks' ? place.selected : undefined;
  const chosen = run?.checks.find((check) => check.id === wanted);
  if (chosen || !run) return chosen;
  const problem = firstProblem(run);
  if (problem) return problem;
  if (isRunning(state, stage)) return run.checks.find((check) => check.state === 'running') ?? run.checks[0];
  return run.checks[0];
}
