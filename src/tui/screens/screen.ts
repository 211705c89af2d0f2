import type { Drawing, Size } from '../drawing/drawing.ts';
import type { Program, World } from '../effects/world.ts';
import type { Press } from '../keys/presses.ts';
import type { Action } from '../state/actions.ts';
import type { AppState } from '../state/app-state.ts';
import type { Page } from './page.ts';

type ActionOf<Type extends Action['type']> = Extract<Action, { type: Type }>;

/** All that the UI knows about one screen. `page` is always the one on top of the way. */
export type Screen<P extends Page> = {
  draw(state: AppState, page: P, size: Size): Drawing;
  /** The screen's own keys; what it leaves undefined scrolls or is a command of every screen. */
  keys?(press: Press, state: AppState, page: P): Action | undefined;
  /** Letters are typed into it, so no key scrolls or is a command. */
  typing?: true;
  /** What actions change here, after the parts of the state that every screen shares (state/update.ts). */
  on?: { [Type in Action['type']]?: (state: AppState, page: P, action: ActionOf<Type>) => AppState };
  /** What the services are asked when the learner comes here; answers come back as actions. */
  enter?(page: P, program: Program, world: World): Promise<void> | undefined;
};
