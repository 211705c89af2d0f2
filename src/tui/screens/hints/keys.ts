import { turnOf } from '../../keys/keymap.ts';
import type { Press } from '../../keys/presses.ts';
import type { Action } from '../../state/actions.ts';
import { type AppState, hintKey } from '../../state/app-state.ts';
import { fromShare } from '../../state/scroll.ts';
import type { HintsPage } from './page.ts';

export function hintsKeys(press: Press, state: AppState, page: HintsPage): Action | undefined {
  const shown = state.hints[hintKey(page.stage, page.check)];
  const hints = shown?.hints ?? [];
  const turn = turnOf(press);
  if (turn && hints[page.index + turn]) return { type: 'turn-to', index: page.index + turn };
  if (press.name === 'h' || press.name === 'enter') {
    if (page.index < hints.length - 1) return { type: 'turn-to', index: page.index + 1 };
    // What stands at the end says that this was the last one.
    if (shown && shown.next === undefined) return { type: 'scroll', scroll: fromShare(1) };
    return { type: 'ask-hint', stage: page.stage, check: page.check };
  }
  return undefined;
}
