import { folderPage } from '../folder/page.ts';
import type { Screen } from '../screen.ts';
import { stagesPage } from '../stages/page.ts';
import type { WelcomePage } from './page.ts';
import { drawWelcome } from './view.ts';

export const welcomeScreen: Screen<WelcomePage> = {
  draw: drawWelcome,
  keys: (press, state) =>
    press.name === 'enter'
      ? { type: 'go', page: state.folder === undefined ? folderPage(state.suggestedFolder) : stagesPage() }
      : undefined,
};
