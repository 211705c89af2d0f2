import type { Drawing, Size } from '../drawing/drawing.ts';
import type { Program, World } from '../effects/world.ts';
import type { Press } from '../keys/presses.ts';
import type { Action } from '../state/actions.ts';
import type { AppState } from '../state/app-state.ts';
import type { Page } from './page.ts';

type ActionOf<Type extends Action['type']> = Extract<Action, { type: Type }>;

/** Everything about one screen. `page` is always the one on top of the stack. */
export type Screen<P extends Page> = {
  draw(state: AppState, page: P, size: Size): Drawing;
  /** The screen's own keys. What it leaves undefined may scroll or be a command of every screen. */
  keys?(press: Press, state: AppState, page: P): Action | undefined;
  /** Keys are typed into a text field, so none scrolls or is a command. */
  typing?: true;
  /** What actions change on this screen, after they changed the state that all screens share (state/update.ts). */
  on?: { [Type in Action['type']]?: (state: AppState, page: P, action: ActionOf<Type>) => AppState };
  /** What the services are asked when the screen is opened; answers come back as actions. */
  enter?(page: P, program: Program, world: World): Promise<void> | undefined;
};
