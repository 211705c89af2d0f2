import type { Press } from '../../keys/keymap.ts';
import type { Action } from '../../state/actions.ts';
import type { AppState } from '../../state/app-state.ts';
import { inputEditOf } from '../folder/input.ts';
import { askFolder, type FolderPage } from '../folder/page.ts';

export function welcomeKeys(press: Press, state: AppState): Action | undefined {
  if (press.name !== 'enter') return undefined;
  return { type: 'go', page: state.folder === undefined ? askFolder(state.suggestedFolder) : { screen: 'stages' } };
}

/** Letters belong to the text here; only Escape and Ctrl+C keep their meaning. */
export function folderKeys(press: Press, page: FolderPage): Action | undefined {
  if (press.name === 'escape') return { type: 'back' };
  if (press.name === 'enter') {
    const path = page.input.text.trim();
    return page.busy || path === '' ? undefined : { type: 'choose-folder', path };
  }
  const edit = inputEditOf(press);
  return edit && { type: 'edit-input', edit };
}
