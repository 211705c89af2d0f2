import type { Press } from '../../keys/presses.ts';
import type { Action } from '../../state/actions.ts';
import { type AppState, nextStage } from '../../state/app-state.ts';
import { openLesson } from '../lesson/open.ts';
import { stagesPage } from '../stages/page.ts';
import type { PassedPage } from './page.ts';

export function passedKeys(press: Press, state: AppState, { stage }: PassedPage): Action | undefined {
  if (press.name !== 'enter') return undefined;
  const next = nextStage(state, stage);
  return next ? openLesson(state, next.id) : { type: 'go', page: stagesPage() };
}
