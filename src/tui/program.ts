/** State, actions and what follows from them, without Ink: the whole UI can be driven by a test through this. */
import type { Action } from './actions.ts';
import type { AppState } from './state.ts';
import { update } from './update.ts';

export type Program = {
  readonly state: AppState;
  act(action: Action): void;
  /** Called after changes; several in one go are one call. */
  subscribe(listener: () => void): () => void;
};

/** Does what an action asks of the world, and reports back with further actions. */
export type Perform = (action: Action, program: Program, before: AppState) => void;

export function createProgram(initial: AppState, perform: Perform): Program {
  let state = initial;
  let told = true;
  const listeners = new Set<() => void>();
  const tell = () => {
    told = true;
    for (const listener of listeners) listener();
  };
  const program: Program = {
    get state() {
      return state;
    },
    act(action) {
      const before = state;
      state = update(state, action);
      if (state !== before && told) {
        told = false;
        queueMicrotask(tell);
      }
      perform(action, program, before);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return program;
}
