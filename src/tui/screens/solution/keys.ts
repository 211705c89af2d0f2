import { turnOf } from '../../keys/keymap.ts';
import type { Press } from '../../keys/presses.ts';
import type { Action } from '../../state/actions.ts';
import type { AppState } from '../../state/app-state.ts';
import type { SolutionPage } from './page.ts';

export function solutionKeys(press: Press, _: AppState, page: SolutionPage): Action | undefined {
  if (!page.revealed)
    return press.name === 'enter' ? { type: 'replace', page: { ...page, revealed: true } } : undefined;
  if (press.name === '.') return { type: 'toggle-blanks' };
  const turn = turnOf(press);
  return turn && { type: 'turn-to', index: page.index + turn };
}
