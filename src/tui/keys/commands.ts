/** Keys that mean the same on every screen, unless a screen's own keys come first. */

import { type CheckState, firstProblem } from '../../engine/reduce.ts';
import { locationOf } from '../../kit/index.ts';

import { checksPage } from '../screens/checks/page.ts';
import { selectedCheck } from '../screens/checks/selected.ts';
import { coursePage } from '../screens/course/page.ts';
import { doctorPage } from '../screens/doctor/page.ts';
import { helpPage } from '../screens/help/page.ts';
import { openHints } from '../screens/hints/page.ts';
import { openLesson } from '../screens/lesson/open.ts';
import { mapPage } from '../screens/map/page.ts';
import type { Page } from '../screens/page.ts';
import { passedPage } from '../screens/passed/page.ts';
import { reportPage } from '../screens/report/page.ts';
import { resetPage } from '../screens/reset/page.ts';
import { openSolution } from '../screens/solution/page.ts';
import { trialPage } from '../screens/trial/page.ts';
import type { FilePosition } from '../services.ts';
import type { Action } from '../state/actions.ts';
import {
  type AppState,
  checkOf,
  currentPage,
  hintKey,
  isRunning,
  runOf,
  stageAtHand,
  stageRow,
} from '../state/app-state.ts';
import type { Press } from './presses.ts';

const say = (text: string): Action => ({ type: 'message', message: { tone: 'quiet', text } });

export function commandKeys(press: Press, state: AppState): Action | undefined {
  switch (press.name) {
    case 'escape':
      return { type: 'back' };
    case 'q':
      return { type: 'leave', code: 0 };
    case '?':
      return toggled(state, helpPage);
    case 'd':
      return toggled(state, doctorPage);
    case 'm':
      return toggled(state, mapPage);
    case 'n':
      return toggled(state, coursePage);
    case 'x':
      return isRunning(state) ? { type: 'stop-run' } : undefined;
    default:
      return stageKeys(press, state);
  }
}

/** The same key opens such a page and closes it. */
const toggled = (state: AppState, page: Page): Action =>
  currentPage(state).screen === page.screen ? { type: 'back' } : { type: 'go', page };

/** Keys that act on a stage. */
function stageKeys(press: Press, state: AppState): Action | undefined {
  const make = commands[press.name];
  if (!make) return undefined;
  const stage = stageAtHand(state);
  if (state.folder === undefined || stage === undefined)
    return say('First choose where your code should live: press Enter.');
  const row = stageRow(state, stage);
  if (row?.state === 'in-preparation') return say(`${row.title} is in preparation: it comes with a later version.`);
  return make(state, stage);
}

const commands: Record<string, (state: AppState, stage: string) => Action> = {
  c: (state, stage) =>
    isRunning(state, stage) ? { type: 'go', page: checksPage(stage) } : { type: 'check', stage, by: 'key' },
  v: (state, stage) => ({ type: 'go', page: resultsPage(state, stage) }),
  l: openLesson,
  h: hintAction,
  e: (state, stage) => ({ type: 'edit', at: editTarget(state, stage) }),
  o: onlyAction,
  t: (state, stage) => toggled(state, trialPage(stage)),
  w: () => ({ type: 'toggle-watch' }),
  s: (state, stage) => ({ type: 'go', page: openSolution(stage, stageRow(state, stage)?.state === 'passed') }),
  r: (_, stage) => ({ type: 'go', page: reportPage(stage) }),
  R: (_, stage) => ({ type: 'go', page: resetPage(stage, 'reset') }),
  u: (_, stage) => ({ type: 'go', page: resetPage(stage, 'undo') }),
};

/** The checks; for a stage that is passed, first the passed screen and from there the checks. */
function resultsPage(state: AppState, stage: string): Page {
  const screen = currentPage(state).screen;
  const celebrate =
    runOf(state, stage)?.outcome === 'passed' && screen !== 'passed' && screen !== 'checks' && screen !== 'check';
  return celebrate ? passedPage(stage) : checksPage(stage);
}

/** The check that is opened or selected. */
function shownCheck(state: AppState, stage: string): CheckState | undefined {
  const page = currentPage(state);
  const id = 'check' in page ? page.check : page.screen === 'checks' ? selectedCheck(state, stage)?.id : undefined;
  return id === undefined ? undefined : checkOf(state, stage, id).check;
}

/** The check on the screen alone: quicker while one thing is being worked on. */
function onlyAction(state: AppState, stage: string): Action {
  const shown = shownCheck(state, stage);
  if (!shown) return say('Select a check first; o then checks that one alone.');
  return { type: 'check', stage, by: 'key', only: shown.id };
}

/** The failed check on the screen, else the first one. */
function failedCheck(state: AppState, stage: string): CheckState | undefined {
  const shown = shownCheck(state, stage);
  if (shown?.verdict?.status === 'failed') return shown;
  const run = runOf(state, stage);
  const problem = run && firstProblem(run);
  return problem?.verdict?.status === 'failed' ? problem : undefined;
}

/** Why the check on the screen needs no hint. A skipped one waits for the failed one, so that has the hint. */
const withoutHint: Partial<Record<CheckState['state'], string>> = {
  passed: 'This check has passed: there is nothing to give a hint about.',
  blocked: 'This could not be checked here, so there is no hint. d shows what this machine has.',
  errored: 'The checker itself broke here; a hint would not help.',
};

function hintAction(state: AppState, stage: string): Action {
  const shown = shownCheck(state, stage);
  const reason = shown && withoutHint[shown.state];
  if (reason !== undefined) return say(reason);
  const check = failedCheck(state, stage);
  if (check) return { type: 'go', page: openHints(stage, check.id, state.hints[hintKey(stage, check.id)]) };
  return say(
    runOf(state, stage)
      ? 'No check has failed, so there is nothing to give a hint about.'
      : 'Hints are for failed checks: c checks your program first.',
  );
}

function editTarget(state: AppState, stage: string): FilePosition {
  const page = currentPage(state);
  const evidence = page.screen === 'evidence' ? page.evidence[page.index] : undefined;
  const verdict = failedCheck(state, stage)?.verdict;
  const lookingAtLesson = page.screen === 'lesson' || page.screen === 'stages';
  // Its line follows edits.
  const hinted = page.screen === 'hints' ? state.hints[hintKey(page.stage, page.check)]?.hints[0]?.at : undefined;
  const at =
    evidence?.at ??
    hinted ??
    (verdict?.status === 'failed' && !lookingAtLesson ? locationOf(verdict.finding) : undefined);
  if (at) return { stage, ...at };
  return { stage, file: state.opened[stage]?.mainFile ?? '' };
}
