import { isWide } from '../../drawing/drawing.ts';
import { moveOf, turnOf } from '../../keys/keymap.ts';
import type { Press } from '../../keys/presses.ts';
import type { Action } from '../../state/actions.ts';
import { type AppState, runOf } from '../../state/app-state.ts';
import { openCheck } from '../check/page.ts';
import { neighbour } from '../neighbour.ts';
import type { ChecksPage } from './page.ts';
import { selectedCheck } from './selected.ts';

export function checksKeys(press: Press, state: AppState, { stage }: ChecksPage): Action | undefined {
  const checks = runOf(state, stage)?.checks ?? [];
  const selected = selectedCheck(state, stage);
  if (press.name === 'enter' && selected) return { type: 'go', page: openCheck(stage, selected.id) };
  const index = checks.findIndex((check) => check.id === selected?.id);
  const turn = turnOf(press);
  const move = turn ? (turn < 0 ? 'up' : 'down') : moveOf(press);
  // In a wide window, paging scrolls the check beside the list.
  if (move && isWide(state.size) && /^(?:page|half)/.test(move)) return undefined;
  const to = move && neighbour(checks, index, move);
  return to && { type: 'select', id: to.id };
}
