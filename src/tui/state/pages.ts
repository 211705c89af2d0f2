/** Moving between screens: the stack of pages is the way back. */
import type { Page } from '../screens/page.ts';
import { stagesPage } from '../screens/stages/page.ts';
import type { Action } from './actions.ts';
import { type AppState, currentPage, stageOf } from './app-state.ts';

export function navigate(state: AppState, action: Action): AppState {
  switch (action.type) {
    case 'go':
      return pushed(state, action.page);
    case 'replace':
      return withTop(state, action.page);
    case 'back':
      return wentBack(state);
    case 'scroll': {
      const page = currentPage(state);
      return 'scroll' in page ? withTop(state, { ...page, scroll: action.scroll }) : state;
    }
    default:
      return state;
  }
}

export const withTop = (state: AppState, page: Page): AppState => {
  const [first, ...others] = state.pages;
  return { ...state, pages: others.length === 0 ? [page] : [first, ...others.slice(0, -1), page] };
};

/** Going to a page that is already on the stack returns to it. The list of stages is home: it empties the stack. */
export function pushed(state: AppState, page: Page): AppState {
  if (page.screen === 'stages') return { ...state, pages: [page] };
  const index = state.pages.findIndex((one) => one.screen === page.screen && stageOf(one) === stageOf(page));
  const [first, ...others] = state.pages;
  if (index === 0) return { ...state, pages: [page] };
  const kept = index < 0 ? others : others.slice(0, index - 1);
  return { ...state, pages: [first, ...kept, page] };
}

/** The page right above the list of stages, without what came before. */
export const fromHome = (state: AppState, stage: string, page: Page): AppState => ({
  ...state,
  pages: [stagesPage(stage), page],
});

export function wentBack(state: AppState): AppState {
  const [first, ...others] = state.pages;
  return others.length > 0 ? { ...state, pages: [first, ...others.slice(0, -1)] } : state;
}
