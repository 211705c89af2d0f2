/**
 * Where a key press becomes an action.
 *
 *   frame/app.tsx     Ink hands over what was typed; presses.ts takes it apart
 *   actionOf, here    asks in this order: Ctrl+C, the screen's own keys (screens/<name>/keys.ts), scrolling, and the
 *                     commands that are the same on every screen (commands.ts)
 *   program.act       state/update.ts changes the state, effects/effects.ts asks the services
 */
import { bodyRows, scrollLimit } from '../drawing/drawing.ts';
import { draw } from '../frame/draw.ts';
import { screenOf } from '../screens/table.ts';
import type { Action } from '../state/actions.ts';
import { type AppState, currentPage } from '../state/app-state.ts';
import { moved, topRow } from '../state/scroll.ts';
import { commandKeys } from './commands.ts';
import { moveOf } from './keymap.ts';
import type { Press } from './presses.ts';

export function actionOf(press: Press, state: AppState): Action | undefined {
  if (press.name === 'ctrl-c') return { type: 'leave', code: 130 };
  if (state.leaving) return undefined;
  const page = currentPage(state);
  const screen = screenOf(page);
  const own = screen.keys?.(press, state, page);
  return own || screen.typing ? own : (scrollKeys(press, state) ?? commandKeys(press, state));
}

function scrollKeys(press: Press, state: AppState): Action | undefined {
  const page = currentPage(state);
  const move = moveOf(press);
  if (!move || !('scroll' in page)) return undefined;
  const drawing = draw(state);
  const limit = scrollLimit(drawing, state.size);
  const rows = bodyRows(state.size, drawing.head?.length);
  return { type: 'scroll', scroll: moved(topRow(page.scroll, limit), limit, rows, move) };
}
