import { trialOf } from '../../state/app-state.ts';
import type { Screen } from '../screen.ts';
import { trialKeys } from './keys.ts';
import type { TrialPage } from './page.ts';
import { drawTrial } from './view.ts';

export const trialScreen: Screen<TrialPage> = {
  draw: drawTrial,
  keys: trialKeys,
  enter({ stage }, program) {
    if (!trialOf(program.state, stage)) program.act({ type: 'try', stage });
    return undefined;
  },
};
