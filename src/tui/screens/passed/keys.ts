import type { Press } from '../../keys/keymap.ts';
import type { Action } from '../../state/actions.ts';
import { type AppState, nextStage } from '../../state/app-state.ts';

export function passedKeys(press: Press, state: AppState, stage: string): Action | undefined {
  if (press.name !== 'enter') return undefined;
  const next = nextStage(state);
  return next && next.id !== stage
    ? { type: 'open-stage', stage: next.id }
    : { type: 'go', page: { screen: 'stages', selected: next?.id } };
}
