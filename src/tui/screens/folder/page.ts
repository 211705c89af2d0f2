import { type Input, inputOf } from './input.ts';

/** Where the workshop folder should go. `busy`: the answer is being carried out. */
export type FolderPage = { screen: 'folder'; input: Input; busy: boolean; problem?: string };

export const folderPage = (suggested: string): FolderPage => ({
  screen: 'folder',
  input: inputOf(suggested),
  busy: false,
});
