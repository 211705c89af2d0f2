import type { Program } from '../../effects/world.ts';
import type { TuiServices } from '../../services.ts';
import { hintKey } from '../../state/app-state.ts';
import { withTop } from '../../state/pages.ts';
import { atTop } from '../../state/scroll.ts';
import type { Screen } from '../screen.ts';
import { hintsKeys } from './keys.ts';
import type { HintsPage } from './page.ts';
import { drawHints } from './view.ts';

export const hintsScreen: Screen<HintsPage> = {
  draw: drawHints,
  keys: hintsKeys,
  on: {
    'turn-to': (state, page, { index }) => withTop(state, { ...page, index, scroll: atTop }),
    // A new hint is the one to read.
    hint(state, page, { stage, check, hint }) {
      const { hints } = state.hints[hintKey(page.stage, page.check)] ?? { hints: [] };
      const isNew = stage === page.stage && check === page.check && hint !== undefined && hints.at(-1) === hint;
      return isNew ? withTop(state, { ...page, index: hints.length - 1, scroll: atTop }) : state;
    },
  },
  enter({ stage, check }, program, { services }) {
    if (program.state.hints[hintKey(stage, check)]) return place(stage, check, program, services);
    program.act({ type: 'ask-hint', stage, check });
    return undefined;
  },
};

/** The files may have been edited since the hint was told. */
async function place(stage: string, check: string, program: Program, services: TuiServices): Promise<void> {
  const hint = await services.hint(stage, check, 1);
  if (hint) program.act({ type: 'hint-place', stage, check, at: hint.at });
}
