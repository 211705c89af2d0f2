import { turnOf } from '../../keys/keymap.ts';
import type { Press } from '../../keys/presses.ts';
import type { Action } from '../../state/actions.ts';
import type { AppState } from '../../state/app-state.ts';
import type { EvidencePage } from './page.ts';

export function evidenceKeys(press: Press, _: AppState, page: EvidencePage): Action | undefined {
  if (press.name === '.') return { type: 'toggle-blanks' };
  const turn = turnOf(press);
  if (turn) return { type: 'turn-to', index: page.index + turn };
  const number = Number(press.name);
  return page.evidence[number - 1] ? { type: 'turn-to', index: number - 1 } : undefined;
}
