import type { Action } from './actions.ts';
import { commandKeys } from './command-keys.ts';
import { draw, scrollLimit } from './draw.ts';
import { bodyRows } from './drawing/drawing.ts';
import { moveOf, type Press } from './keys.ts';
import { checkKeys } from './screens/check/keys.ts';
import { checksKeys } from './screens/checks/keys.ts';
import { evidenceKeys } from './screens/evidence/keys.ts';
import { hintsKeys } from './screens/hints/keys.ts';
import { lessonKeys } from './screens/lesson/keys.ts';
import { passedKeys } from './screens/passed/keys.ts';
import { solutionKeys } from './screens/solution/keys.ts';
import { stagesKeys } from './screens/stages/keys.ts';
import { folderKeys, welcomeKeys } from './screens/welcome/keys.ts';
import { moved, topRow } from './scroll.ts';
import { type AppState, here } from './state.ts';

/** What a key press means now. */
export function actionOf(press: Press, state: AppState): Action | undefined {
  if (press.name === 'ctrl-c') return { type: 'leave', code: 130 };
  if (state.leaving) return undefined;
  const place = here(state);
  if (place.at === 'folder') return folderKeys(press, place);
  return screenKeys(press, state) ?? scrollKeys(press, state) ?? commandKeys(press, state);
}

function screenKeys(press: Press, state: AppState): Action | undefined {
  const place = here(state);
  switch (place.at) {
    case 'welcome':
      return welcomeKeys(press, state);
    case 'stages':
      return stagesKeys(press, state);
    case 'lesson':
      return lessonKeys(press, place.scroll, draw(state), state.size);
    case 'checks':
      return checksKeys(press, state, place.stage);
    case 'check':
      return checkKeys(press, state, place);
    case 'evidence':
      return evidenceKeys(press, place);
    case 'hints':
      return hintsKeys(press, state, place);
    case 'solution':
      return solutionKeys(press, place);
    case 'passed':
      return passedKeys(press, state, place.stage);
    default:
      return undefined;
  }
}

function scrollKeys(press: Press, state: AppState): Action | undefined {
  const place = here(state);
  const move = moveOf(press);
  if (!move || !('scroll' in place)) return undefined;
  const drawing = draw(state);
  const limit = scrollLimit(drawing, state.size);
  return {
    type: 'scroll',
    scroll: moved(topRow(place.scroll, limit), limit, bodyRows(state.size, drawing.head?.length), move),
  };
}
