import { openStage } from '../../effects/open-stage.ts';
import { type AppState, stageOf } from '../../state/app-state.ts';
import { fromHome } from '../../state/pages.ts';
import { shareOf } from '../../state/scroll.ts';
import type { Screen } from '../screen.ts';
import { sectionKeys } from '../sections.ts';
import type { LessonPage } from './page.ts';
import { drawLesson } from './view.ts';

export const lessonScreen: Screen<LessonPage> = {
  draw: drawLesson,
  keys: sectionKeys(drawLesson),
  on: { go: begun, scroll: withShare },
  enter: ({ stage }, program, world) => openStage(stage, program, world),
};

/** Going back leads to the list of stages, never to another stage or to a passed screen. */
function begun(state: AppState, page: LessonPage): AppState {
  const below = state.pages.slice(0, -1);
  const apart = below.at(-1)?.screen === 'passed' || !below.some((one) => stageOf(one) === page.stage);
  return apart ? fromHome(state, page.stage, page) : state;
}

function withShare(state: AppState, { stage, scroll }: LessonPage): AppState {
  return { ...state, memory: { ...state.memory, lessons: { ...state.memory.lessons, [stage]: shareOf(scroll) } } };
}
