import type { Screen } from '../screen.ts';
import { afterChecking, whileChecking } from './follow-run.ts';
import { checkKeys } from './keys.ts';
import type { CheckPage } from './page.ts';
import { drawCheck } from './view.ts';

export const checkScreen: Screen<CheckPage> = {
  draw: drawCheck,
  keys: checkKeys,
  on: { 'run-events': whileChecking, 'run-ended': afterChecking },
};
