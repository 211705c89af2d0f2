import { type Press, sideOf } from '../../keys/keymap.ts';
import type { Action } from '../../state/actions.ts';
import type { EvidencePage } from './page.ts';

export function evidenceKeys(press: Press, page: EvidencePage): Action | undefined {
  if (press.name === '.') return { type: 'toggle-blanks' };
  const side = sideOf(press);
  if (side) return { type: 'side', index: page.index + side };
  const number = Number(press.name);
  return page.evidence[number - 1] ? { type: 'side', index: number - 1 } : undefined;
}
