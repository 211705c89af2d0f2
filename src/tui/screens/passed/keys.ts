import type { Action } from '../../actions.ts';
import type { Press } from '../../keys.ts';
import { type AppState, nextStage } from '../../state.ts';

export function passedKeys(press: Press, state: AppState, stage: string): Action | undefined {
  if (press.name !== 'enter') return undefined;
  const next = nextStage(state);
  return next && next.id !== stage
    ? { type: 'open-stage', stage: next.id }
    : { type: 'go', place: { at: 'stages', selected: next?.id } };
}
