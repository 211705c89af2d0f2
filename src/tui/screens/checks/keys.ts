import type { Action } from '../../actions.ts';
import { isWide } from '../../drawing/drawing.ts';
import { moveOf, type Press, sideOf } from '../../keys.ts';
import { type AppState, runOf } from '../../state.ts';
import { openCheck } from '../check/state.ts';
import { neighbour } from '../neighbour.ts';
import { selectedCheck } from './state.ts';

export function checksKeys(press: Press, state: AppState, stage: string): Action | undefined {
  const checks = runOf(state, stage)?.checks ?? [];
  const selected = selectedCheck(state, stage);
  if (press.name === 'enter' && selected) return { type: 'go', place: openCheck(stage, selected.id) };
  const index = checks.findIndex((check) => check.id === selected?.id);
  const side = sideOf(press);
  const move = side ? (side < 0 ? 'up' : 'down') : moveOf(press);
  // Beside the list the opened check scrolls by pages.
  if (move && isWide(state.size) && /^(?:page|half)/.test(move)) return undefined;
  const to = move && neighbour(checks, index, move);
  return to && { type: 'select', id: to.id };
}
