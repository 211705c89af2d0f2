import type { FolderChoice } from '../../services.ts';
import { atTop, type Scroll } from '../../state/scroll.ts';
import { editInput, type Input, type InputEdit, inputOf } from './input.ts';

export type WelcomePage = { screen: 'welcome'; scroll: Scroll };
/** Where the workshop folder should go. `busy`: the answer is being carried out. */
export type FolderPage = { screen: 'folder'; input: Input; busy: boolean; problem?: string };

export const welcome: WelcomePage = { screen: 'welcome', scroll: atTop };
export const askFolder = (suggested: string): FolderPage => ({
  screen: 'folder',
  input: inputOf(suggested),
  busy: false,
});

export const typed = (page: FolderPage, edit: InputEdit): FolderPage =>
  page.busy ? page : { screen: 'folder', input: editInput(page.input, edit), busy: false };

export const choosing = (page: FolderPage): FolderPage => ({ ...page, busy: true, problem: undefined });

export const chosen = (page: FolderPage, choice: FolderChoice): FolderPage => ({
  ...page,
  busy: false,
  problem: choice.problem,
});
