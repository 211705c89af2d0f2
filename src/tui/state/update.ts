/** The one reducer of the UI: what all screens share first, then the part of the screen on top. Pure. */
import type { Page } from '../screens/page.ts';
import { screenOf } from '../screens/table.ts';
import type { Action } from './actions.ts';
import { type AppState, currentPage, shownStage } from './app-state.ts';
import { keepNews } from './news.ts';
import { navigate } from './pages.ts';
import { updateRun } from './run.ts';
import { updateTrial } from './trial.ts';

/** What a learner does clears the message; news from the world does not. */
const byLearner = new Set<Action['type']>([
  'go',
  'replace',
  'back',
  'scroll',
  'select',
  'turn-to',
  'check',
  'edit',
  'ask-hint',
]);

export function update(state: AppState, action: Action): AppState {
  const next = remembered(
    onScreen(navigate(updateTrial(updateRun(keepNews(state, action), action), action), action), action),
  );
  return next.message && next.message === state.message && byLearner.has(action.type)
    ? { ...next, message: undefined }
    : next;
}

/** The stage on the screen is the one whose saves are watched, and where the next visit begins. */
function remembered(state: AppState): AppState {
  const stage = shownStage(state);
  return stage === undefined || stage === state.memory.stage ? state : { ...state, memory: { ...state.memory, stage } };
}

function onScreen(state: AppState, action: Action): AppState {
  const page = currentPage(state);
  const react = screenOf(page).on?.[action.type] as
    | ((state: AppState, page: Page, action: Action) => AppState)
    | undefined;
  return react ? react(state, page, action) : state;
}
