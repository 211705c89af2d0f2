import type { Action } from '../../actions.ts';
import { type Press, sideOf } from '../../keys.ts';
import type { SolutionPlace } from './state.ts';

export function solutionKeys(press: Press, place: SolutionPlace): Action | undefined {
  if (!place.revealed) return press.name === 'enter' ? { type: 'reveal-solution', stage: place.stage } : undefined;
  if (press.name === '.') return { type: 'toggle-blanks' };
  const side = sideOf(press);
  return side && { type: 'side', index: place.index + side };
}
