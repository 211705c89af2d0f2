import type { Press } from '../../keys/presses.ts';
import type { Action } from '../../state/actions.ts';
import { type AppState, trialOf } from '../../state/app-state.ts';
import type { TrialPage } from './page.ts';

export function trialKeys(press: Press, state: AppState, { stage }: TrialPage): Action | undefined {
  if (press.name === 'enter') return { type: 'try', stage };
  const phase = trialOf(state, stage)?.phase;
  return press.name === 'x' && (phase === 'starting' || phase === 'running') ? { type: 'stop-trial' } : undefined;
}
