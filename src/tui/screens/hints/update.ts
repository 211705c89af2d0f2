import type { Action } from '../../state/actions.ts';
import { type AppState, currentPage, hintKey } from '../../state/app-state.ts';
import { withTop } from '../../state/pages.ts';
import { atTop } from '../../state/scroll.ts';
import { noHints, told } from './page.ts';

/** A hint is asked for, or has come: then it is the one to read. */
export function updateHints(state: AppState, action: Extract<Action, { type: 'ask-hint' | 'hint' }>): AppState {
  const key = hintKey(action.stage, action.check);
  const shown = state.hints[key] ?? noHints;
  if (action.type === 'ask-hint') return { ...state, hints: { ...state.hints, [key]: { ...shown, busy: true } } };
  const next = told(shown, action.tier, action.hint);
  const after = { ...state, hints: { ...state.hints, [key]: next } };
  const page = currentPage(state);
  const reading = page.screen === 'hints' && page.check === action.check;
  return reading && next.hints.length > shown.hints.length
    ? withTop(after, { ...page, index: next.hints.length - 1, scroll: atTop })
    : after;
}
