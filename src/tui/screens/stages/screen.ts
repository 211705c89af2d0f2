import type { Program, World } from '../../effects/world.ts';
import { withTop } from '../../state/pages.ts';
import type { Screen } from '../screen.ts';
import { stagesKeys } from './keys.ts';
import type { StagesPage } from './page.ts';
import { drawStages } from './view.ts';

export const stagesScreen: Screen<StagesPage> = {
  draw: drawStages,
  keys: stagesKeys,
  on: { select: (state, page, { id }) => withTop(state, { ...page, selected: id }) },
  enter: (_, program, world) => readStages(program, world),
};

async function readStages(program: Program, { services }: World): Promise<void> {
  program.act({ type: 'stages', rows: await services.stages(), notices: [...(services.notices ?? [])] });
}
