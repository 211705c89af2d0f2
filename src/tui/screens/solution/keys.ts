import { type Press, sideOf } from '../../keys/keymap.ts';
import type { Action } from '../../state/actions.ts';
import type { SolutionPage } from './page.ts';

export function solutionKeys(press: Press, page: SolutionPage): Action | undefined {
  if (!page.revealed) return press.name === 'enter' ? { type: 'reveal-solution', stage: page.stage } : undefined;
  if (press.name === '.') return { type: 'toggle-blanks' };
  const side = sideOf(press);
  return side && { type: 'side', index: page.index + side };
}
