import type { Screen } from '../screen.ts';
import type { HelpPage } from './page.ts';
import { drawHelp } from './view.ts';

export const helpScreen: Screen<HelpPage> = { draw: drawHelp };
