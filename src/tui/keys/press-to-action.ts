import { bodyRows } from '../drawing/drawing.ts';
import { draw, scrollLimit } from '../frame/draw.ts';
import { checkKeys } from '../screens/check/keys.ts';
import { checksKeys } from '../screens/checks/keys.ts';
import { evidenceKeys } from '../screens/evidence/keys.ts';
import { hintsKeys } from '../screens/hints/keys.ts';
import { lessonKeys } from '../screens/lesson/keys.ts';
import { passedKeys } from '../screens/passed/keys.ts';
import { solutionKeys } from '../screens/solution/keys.ts';
import { stagesKeys } from '../screens/stages/keys.ts';
import { folderKeys, welcomeKeys } from '../screens/welcome/keys.ts';
import type { Action } from '../state/actions.ts';
import { type AppState, currentPage } from '../state/app-state.ts';
import { moved, topRow } from '../state/scroll.ts';
import { commandKeys } from './commands.ts';
import { moveOf, type Press } from './keymap.ts';

/** What a key press means now. */
export function actionOf(press: Press, state: AppState): Action | undefined {
  if (press.name === 'ctrl-c') return { type: 'leave', code: 130 };
  if (state.leaving) return undefined;
  const page = currentPage(state);
  if (page.screen === 'folder') return folderKeys(press, page);
  return screenKeys(press, state) ?? scrollKeys(press, state) ?? commandKeys(press, state);
}

function screenKeys(press: Press, state: AppState): Action | undefined {
  const page = currentPage(state);
  switch (page.screen) {
    case 'welcome':
      return welcomeKeys(press, state);
    case 'stages':
      return stagesKeys(press, state);
    case 'lesson':
      return lessonKeys(press, page.scroll, draw(state), state.size);
    case 'checks':
      return checksKeys(press, state, page.stage);
    case 'check':
      return checkKeys(press, state, page);
    case 'evidence':
      return evidenceKeys(press, page);
    case 'hints':
      return hintsKeys(press, state, page);
    case 'solution':
      return solutionKeys(press, page);
    case 'passed':
      return passedKeys(press, state, page.stage);
    default:
      return undefined;
  }
}

function scrollKeys(press: Press, state: AppState): Action | undefined {
  const page = currentPage(state);
  const move = moveOf(press);
  if (!move || !('scroll' in page)) return undefined;
  const drawing = draw(state);
  const limit = scrollLimit(drawing, state.size);
  return {
    type: 'scroll',
    scroll: moved(topRow(page.scroll, limit), limit, bodyRows(state.size, drawing.head?.length), move),
  };
}
