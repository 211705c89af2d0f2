import type { Press } from '../../keys/presses.ts';
import type { Action } from '../../state/actions.ts';
import type { AppState } from '../../state/app-state.ts';
import { inputEditOf } from './input.ts';
import type { FolderPage } from './page.ts';

/** Letters are typed; only Escape and Ctrl+C keep their meaning. */
export function folderKeys(press: Press, _: AppState, page: FolderPage): Action | undefined {
  if (press.name === 'escape') return { type: 'back' };
  if (press.name === 'enter') {
    const path = page.input.text.trim();
    return page.busy || path === '' ? undefined : { type: 'choose-folder', path };
  }
  const edit = inputEditOf(press);
  return edit && { type: 'edit-input', edit };
}
