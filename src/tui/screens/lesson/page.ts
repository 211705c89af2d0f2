import type { Scroll } from '../../state/scroll.ts';

export type LessonPage = { screen: 'lesson'; stage: string; scroll: Scroll };
