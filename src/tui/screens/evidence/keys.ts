import type { Action } from '../../actions.ts';
import { type Press, sideOf } from '../../keys.ts';
import type { EvidencePlace } from './state.ts';

export function evidenceKeys(press: Press, place: EvidencePlace): Action | undefined {
  if (press.name === '.') return { type: 'toggle-blanks' };
  const side = sideOf(press);
  if (side) return { type: 'side', index: place.index + side };
  const number = Number(press.name);
  return place.evidence[number - 1] ? { type: 'side', index: number - 1 } : undefined;
}
