import type { Action } from '../../actions.ts';
import { type Press, sideOf } from '../../keys.ts';
import { fromShare } from '../../scroll.ts';
import { type AppState, hintKey } from '../../state.ts';
import type { HintsPlace } from './state.ts';

export function hintsKeys(press: Press, state: AppState, place: HintsPlace): Action | undefined {
  const shown = state.hints[hintKey(place.stage, place.check)];
  const hints = shown?.hints ?? [];
  const side = sideOf(press);
  if (side && hints[place.index + side]) return { type: 'side', index: place.index + side };
  if (press.name === 'h' || press.name === 'enter') {
    if (place.index < hints.length - 1) return { type: 'side', index: place.index + 1 };
    // What stands at the end says that this was the last one.
    if (shown && shown.next === undefined) return { type: 'scroll', scroll: fromShare(1) };
    return { type: 'ask-hint', stage: place.stage, check: place.check };
  }
  return undefined;
}
