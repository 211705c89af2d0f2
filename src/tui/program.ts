/** The UI without Ink: state, actions and what follows from them. Tests drive it directly. */

import type { Perform, Program } from './effects/world.ts';
import type { AppState } from './state/app-state.ts';
import { update } from './state/update.ts';

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
