import { atTop, type Scroll } from '../../scroll.ts';
import type { FolderChoice } from '../../services.ts';
import { editInput, type Input, type InputEdit, inputOf } from './input.ts';

export type WelcomePlace = { at: 'welcome'; scroll: Scroll };
/** Where the workshop folder should go. `busy`: the answer is being carried out. */
export type FolderPlace = { at: 'folder'; input: Input; busy: boolean; problem?: string };

export const welcome: WelcomePlace = { at: 'welcome', scroll: atTop };
export const askFolder = (suggested: string): FolderPlace => ({ at: 'folder', input: inputOf(suggested), busy: false });

export const typed = (place: FolderPlace, edit: InputEdit): FolderPlace =>
  place.busy ? place : { at: 'folder', input: editInput(place.input, edit), busy: false };

export const choosing = (place: FolderPlace): FolderPlace => ({ ...place, busy: true, problem: undefined });

export const chosen = (place: FolderPlace, choice: FolderChoice): FolderPlace => ({
  ...place,
  busy: false,
  problem: choice.problem,
});
