import type { Action } from '../../state/actions.ts';
import type { AppState } from '../../state/app-state.ts';
import { fromShare } from '../../state/scroll.ts';
import type { LessonPage } from './page.ts';

/** The lesson where the learner left it. */
export function openLesson(state: AppState, stage: string): Action {
  const open = state.pages.find((one): one is LessonPage => one.screen === 'lesson' && one.stage === stage);
  const scroll = fromShare(state.memory.lessons?.[stage] ?? 0);
  return { type: 'go', page: open ?? { screen: 'lesson', stage, scroll } };
}
