import { atTop, type Scroll } from '../../state/scroll.ts';

/** The end of the course: all numbers, and what to do next. */
export type CoursePage = { screen: 'course'; scroll: Scroll };

export const coursePage: CoursePage = { screen: 'course', scroll: atTop };
