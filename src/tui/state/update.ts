/** The one reducer of the UI: composed of one part for each kind of news. Pure. */

import { blanksToggled, turned } from '../screens/evidence/page.ts';
import { askFolder, choosing, chosen, typed } from '../screens/folder/page.ts';
import { updateHints } from '../screens/hints/update.ts';
import { filesOf, openSolution } from '../screens/solution/page.ts';
import type { Action } from './actions.ts';
import { type AppState, currentPage, type Page, stageRow } from './app-state.ts';
import { pushed, withTop } from './pages.ts';
import { updateRun } from './run.ts';
import { atTop, fromShare, shareOf } from './scroll.ts';

/** What a learner does clears the message; news from the world does not. */
const byLearner = new Set<Action['type']>([
  'go',
  'replace',
  'back',
  'scroll',
  'select',
  'side',
  'open-stage',
  'check',
  'edit',
  'show-solution',
  'show-report',
  'show-doctor',
  'ask-hint',
]);

export function update(state: AppState, action: Action): AppState {
  const next = updateRun(navigate(updateNews(state, action), action), action);
  return next.message && next.message === state.message && byLearner.has(action.type)
    ? { ...next, message: undefined }
    : next;
}

function updateNews(state: AppState, action: Action): AppState {
  switch (action.type) {
    case 'resize':
      return { ...state, size: action.size };
    case 'stages':
      return { ...state, stages: action.rows, notices: action.notices };
    case 'stage-opened':
      return { ...state, opened: { ...state.opened, [action.stage]: action.opened } };
    case 'lesson':
      return { ...state, lessons: { ...state.lessons, [action.stage]: action.lesson } };
    case 'learned':
      return { ...state, learned: { ...state.learned, [action.stage]: action.sentences } };
    case 'report':
      return { ...state, reports: { ...state.reports, [action.stage]: action.rows } };
    case 'solution':
      return { ...state, solutions: { ...state.solutions, [action.stage]: action.view } };
    case 'doctor':
      return { ...state, doctor: { rows: action.rows, done: action.done } };
    case 'ask-hint':
    case 'hint':
      return updateHints(state, action);
    case 'toggle-watch':
      return { ...state, watch: { on: !state.watch.on }, memory: { ...state.memory, watch: !state.watch.on } };
    case 'watching':
      return { ...state, watch: { ...state.watch, watching: action.watching } };
    case 'message':
      return { ...state, message: action.message };
    case 'leave':
      return { ...state, leaving: { code: action.code } };
    default:
      return state;
  }
}

function navigate(state: AppState, action: Action): AppState {
  const page = currentPage(state);
  switch (action.type) {
    case 'go':
      return action.page.screen === 'stages' ? { ...state, pages: [action.page] } : pushed(state, action.page);
    case 'replace':
      return withTop(state, action.page);
    case 'back':
      return goneBack(state);
    case 'scroll':
      return scrolled(state, action.scroll);
    case 'select':
      if (page.screen === 'stages') return withTop(state, { ...page, selected: action.id });
      return page.screen === 'checks' ? withTop(state, { ...page, selected: action.id, scroll: atTop }) : state;
    case 'side':
      return turnedTo(state, page, action.index);
    case 'toggle-blanks':
      if (page.screen === 'evidence') return withTop(state, blanksToggled(page));
      return page.screen === 'solution' ? withTop(state, { ...page, blanks: !page.blanks }) : state;
    case 'edit-input':
      return page.screen === 'folder' ? withTop(state, typed(page, action.edit)) : state;
    case 'choose-folder':
      return page.screen === 'folder' ? withTop(state, choosing(page)) : state;
    case 'folder-chosen':
      if (action.choice.problem === undefined)
        return { ...state, folder: action.choice.folder, pages: [{ screen: 'stages' }] };
      return withTop(state, chosen(page.screen === 'folder' ? page : askFolder(state.suggestedFolder), action.choice));
    case 'open-stage':
      return openedLesson(state, action.stage);
    case 'show-solution':
      return pushed(state, openSolution(action.stage, stageRow(state, action.stage)?.state === 'passed'));
    case 'reveal-solution':
      return page.screen === 'solution' ? withTop(state, { ...page, revealed: true }) : state;
    case 'show-report':
      return pushed(state, { screen: 'report', stage: action.stage, scroll: atTop });
    case 'show-doctor':
      return pushed(state, { screen: 'doctor', scroll: atTop });
    default:
      return state;
  }
}

function goneBack(state: AppState): AppState {
  const [first, ...others] = state.pages;
  if (others.length > 0) return { ...state, pages: [first, ...others.slice(0, -1)] };
  return first.screen === 'stages' || first.screen === 'welcome' ? state : { ...state, pages: [{ screen: 'stages' }] };
}

function scrolled(state: AppState, scroll: { top: number; limit: number }): AppState {
  const page = currentPage(state);
  if (!('scroll' in page)) return state;
  const next = withTop(state, { ...page, scroll });
  if (page.screen !== 'lesson') return next;
  return { ...next, memory: { ...state.memory, lessons: { ...state.memory.lessons, [page.stage]: shareOf(scroll) } } };
}

function turnedTo(state: AppState, page: Page, index: number): AppState {
  if (page.screen === 'evidence') return withTop(state, turned(page, index));
  if (page.screen === 'hints') return withTop(state, { ...page, index, scroll: atTop });
  if (page.screen !== 'solution') return state;
  return filesOf(state.solutions[page.stage])[index] ? withTop(state, { ...page, index, scroll: atTop }) : state;
}

function openedLesson(state: AppState, stage: string): AppState {
  const remembered = fromShare(state.memory.lessons?.[stage] ?? 0);
  const before = state.pages.find((one) => one.screen === 'lesson' && one.stage === stage);
  const page: Page = before ?? { screen: 'lesson', stage, scroll: remembered };
  const base: AppState =
    currentPage(state).screen === 'passed' || !state.pages.some((one) => 'stage' in one && one.stage === stage)
      ? { ...state, pages: [{ screen: 'stages', selected: stage }] }
      : state;
  return { ...pushed(base, page), memory: { ...state.memory, stage } };
}
