import type { TuiServices } from '../services.ts';
import type { Action } from '../state/actions.ts';
import type { AppState } from '../state/app-state.ts';

/** Gives the terminal to something else until the promise settles. */
export type Lend = (run: () => Promise<void>) => Promise<void>;

/** Everything outside the UI's state. */
export type World = {
  services: TuiServices;
  lend: Lend;
  /** Aborted when the UI ends. */
  signal: AbortSignal;
};

/** The running UI: its state, and the one way to change it. */
export type Program = {
  readonly state: AppState;
  act(action: Action): void;
  /** Called after changes; several in a row are one call. */
  subscribe(listener: () => void): () => void;
};

/** Does what an action asks of the world, and reports back with further actions. */
export type Perform = (action: Action, program: Program, before: AppState) => void;
