import { numbers } from '../../../engine/reduce.ts';
import type { Program, World } from '../../effects/world.ts';
import { type AppState, finishedRun, quieted } from '../../state/app-state.ts';
import { pushed, wentBack, withTop } from '../../state/pages.ts';
import { checksPage } from '../checks/page.ts';
import type { Screen } from '../screen.ts';
import { passedKeys } from './keys.ts';
import { type PassedPage, passedPage } from './page.ts';
import { drawPassed } from './view.ts';

export const passedScreen: Screen<PassedPage> = {
  draw: drawPassed,
  keys: passedKeys,
  on: { 'run-ended': checkedAgain, back: onlyIfStillPassed },
  enter: ({ stage }, program, world) => (program.state.learned[stage] ? undefined : readLearned(stage, program, world)),
};

function checkedAgain(state: AppState, { stage }: PassedPage): AppState {
  const run = finishedRun(state, stage);
  if (!run) return state;
  const quiet = quieted(state);
  return run.outcome === 'passed' ? withTop(quiet, passedPage(stage)) : pushed(wentBack(quiet), checksPage(stage));
}

/** Never navigate back to a pass that no longer holds. */
function onlyIfStillPassed(state: AppState, { stage }: PassedPage): AppState {
  return state.results[stage]?.outcome === 'passed' ? state : wentBack(state);
}

/** What a pass says, also when the stage was passed on another day. */
async function readLearned(stage: string, program: Program, { services }: World): Promise<void> {
  const run = program.state.results[stage];
  if (!run) return;
  const [sentences, rows] = await Promise.all([services.learned(stage, numbers(run)), services.report(stage)]);
  program.act({ type: 'learned', stage, sentences });
  program.act({ type: 'report', stage, rows });
}
