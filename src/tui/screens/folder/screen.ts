import { quieted } from '../../state/app-state.ts';
import { withTop } from '../../state/pages.ts';
import type { Screen } from '../screen.ts';
import { editInput } from './input.ts';
import { folderKeys } from './keys.ts';
import type { FolderPage } from './page.ts';
import { drawFolder } from './view.ts';

export const folderScreen: Screen<FolderPage> = {
  draw: drawFolder,
  keys: folderKeys,
  typing: true,
  on: {
    'edit-input': (state, page, { edit }) =>
      page.busy ? state : withTop(state, { ...page, input: editInput(page.input, edit), problem: undefined }),
    'choose-folder': (state, page) => withTop(state, { ...page, busy: true, problem: undefined }),
    'folder-chosen': (state, page, { choice }) =>
      withTop(quieted(state), { ...page, busy: false, problem: choice.problem }),
  },
};
