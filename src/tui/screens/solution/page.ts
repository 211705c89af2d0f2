import { atTop, type Scroll } from '../../state/scroll.ts';

/** `revealed`: the learner has said yes, or the stage is passed. */
export type SolutionPage = {
  screen: 'solution';
  stage: string;
  revealed: boolean;
  index: number;
  blanks: boolean;
  scroll: Scroll;
};

export type DiffRow = { kind: 'same' | 'yours' | 'solution' | 'gap'; text: string };
export type FileDiff = {
  path: string;
  kind: 'same' | 'different' | 'only-yours' | 'only-solution';
  rows: readonly DiffRow[];
};

export const openSolution = (stage: string, revealed: boolean): SolutionPage => ({
  screen: 'solution',
  stage,
  revealed,
  index: 0,
  blanks: false,
  scroll: atTop,
});
