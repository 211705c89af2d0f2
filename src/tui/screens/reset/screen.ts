import type { Program, World } from '../../effects/world.ts';
import type { Screen } from '../screen.ts';
import { resetKeys } from './keys.ts';
import type { ResetPage } from './page.ts';
import { drawReset } from './view.ts';

export const resetScreen: Screen<ResetPage> = {
  draw: drawReset,
  keys: resetKeys,
  enter: (page, program, world) => readChange(page, program, world),
};

async function readChange({ stage, how }: ResetPage, program: Program, { services }: World): Promise<void> {
  const change = how === 'reset' ? await services.resettable(stage) : await services.undoable();
  program.act({ type: 'replacing', how, change });
}
