import type { Action } from '../../actions.ts';
import type { Press } from '../../keys.ts';
import type { AppState } from '../../state.ts';
import { inputEditOf } from './input.ts';
import { askFolder, type FolderPlace } from './state.ts';

export function welcomeKeys(press: Press, state: AppState): Action | undefined {
  if (press.name !== 'enter') return undefined;
  return { type: 'go', place: state.folder === undefined ? askFolder(state.suggestedFolder) : { at: 'stages' } };
}

/** Letters belong to the text here; only Escape and Ctrl+C keep their meaning. */
export function folderKeys(press: Press, place: FolderPlace): Action | undefined {
  if (press.name === 'escape') return { type: 'back' };
  if (press.name === 'enter') {
    const path = place.input.text.trim();
    return place.busy || path === '' ? undefined : { type: 'choose-folder', path };
  }
  const edit = inputEditOf(press);
  return edit && { type: 'edit-input', edit };
}
