import type { Action } from '../../actions.ts';
import { withTop } from '../../places.ts';
import { atTop } from '../../scroll.ts';
import { type AppState, here, hintKey } from '../../state.ts';
import { noHints, told } from './state.ts';

/** A hint is asked for, or has come: then it is the one to read. */
export function updateHints(state: AppState, action: Extract<Action, { type: 'ask-hint' | 'hint' }>): AppState {
  const key = hintKey(action.stage, action.check);
  const shown = state.hints[key] ?? noHints;
  if (action.type === 'ask-hint') return { ...state, hints: { ...state.hints, [key]: { ...shown, busy: true } } };
  const next = told(shown, action.tier, action.hint);
  const after = { ...state, hints: { ...state.hints, [key]: next } };
  const place = here(state);
  const reading = place.at === 'hints' && place.check === action.check;
  return reading && next.hints.length > shown.hints.length
    ? withTop(after, { ...place, index: next.hints.length - 1, scroll: atTop })
    : after;
}
