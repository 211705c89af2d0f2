import type { Press } from '../../keys/presses.ts';
import type { Action } from '../../state/actions.ts';
import type { AppState } from '../../state/app-state.ts';
import type { ResetPage } from './page.ts';

export function resetKeys(press: Press, { replacing }: AppState, { stage, how }: ResetPage): Action | undefined {
  if (press.name !== 'enter') return undefined;
  const sure = replacing?.how === how && replacing.change !== undefined && replacing.change.files.length > 0;
  return sure ? { type: 'replace-files', stage, how } : { type: 'back' };
}
