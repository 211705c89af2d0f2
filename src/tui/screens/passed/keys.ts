import type { Press } from '../../keys/presses.ts';
import type { Action } from '../../state/actions.ts';
import { type AppState, isFinished, nextStage } from '../../state/app-state.ts';
import { coursePage } from '../course/page.ts';
import { openLesson } from '../lesson/open.ts';
import { stagesPage } from '../stages/page.ts';
import type { PassedPage } from './page.ts';

export function passedKeys(press: Press, state: AppState, { stage }: PassedPage): Action | undefined {
  if (press.name !== 'enter') return undefined;
  const next = nextStage(state, stage);
  if (next) return openLesson(state, next.id);
  return { type: 'go', page: isFinished(state) ? coursePage : stagesPage() };
}
