import { atTop, type Scroll } from '../../state/scroll.ts';

/** Asks before the learner's files are replaced: by the starter, or by what they were before. */
export type ResetPage = { screen: 'reset'; stage: string; how: 'reset' | 'undo'; scroll: Scroll };

export const resetPage = (stage: string, how: ResetPage['how']): ResetPage => ({
  screen: 'reset',
  stage,
  how,
  scroll: atTop,
});
