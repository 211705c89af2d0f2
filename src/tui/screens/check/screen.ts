import type { Screen } from '../screen.ts';
import { checkAfterRun } from './after-run.ts';
import { checkKeys } from './keys.ts';
import type { CheckPage } from './page.ts';
import { drawCheck } from './view.ts';

export const checkScreen: Screen<CheckPage> = {
  draw: drawCheck,
  keys: checkKeys,
  on: { 'run-ended': checkAfterRun },
};
