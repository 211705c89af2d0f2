import type { Program, World } from '../../effects/world.ts';
import { withTop } from '../../state/pages.ts';
import { atTop } from '../../state/scroll.ts';
import type { Screen } from '../screen.ts';
import { solutionKeys } from './keys.ts';
import type { SolutionPage } from './page.ts';
import { drawSolution } from './view.ts';

export const solutionScreen: Screen<SolutionPage> = {
  draw: drawSolution,
  keys: solutionKeys,
  on: {
    'turn-to': (state, page, { index }) =>
      state.solutions[page.stage]?.[index] ? withTop(state, { ...page, index, scroll: atTop }) : state,
    'toggle-blanks': (state, page) => withTop(state, { ...page, blanks: !page.blanks }),
  },
  enter: ({ stage }, program, world) => readSolution(stage, program, world),
};

async function readSolution(stage: string, program: Program, { services }: World): Promise<void> {
  const [files, { diffFiles }] = await Promise.all([services.solution(stage), import('./diff.ts')]);
  program.act({ type: 'solution', stage, files: diffFiles(files) });
}
