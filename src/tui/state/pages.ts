/** The way to where the learner is, and back. */
import type { AppState, Page } from './app-state.ts';

export const withTop = (state: AppState, page: Page): AppState => {
  const [first, ...others] = state.pages;
  return { ...state, pages: others.length === 0 ? [page] : [first, ...others.slice(0, -1), page] };
};

/** One of each kind on the way back: going to where one already was returns there. */
export function pushed(state: AppState, page: Page): AppState {
  const index = state.pages.findIndex(
    (one) => one.screen === page.screen && ('stage' in one ? one.stage : '') === ('stage' in page ? page.stage : ''),
  );
  const [first, ...others] = state.pages;
  if (index === 0) return { ...state, pages: [page] };
  const kept = index < 0 ? others : others.slice(0, index - 1);
  return { ...state, pages: [first, ...kept, page] };
}
