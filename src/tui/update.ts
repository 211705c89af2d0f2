/** The one reducer of the UI: composed of one part for each kind of news. Pure. */
import type { Action } from './actions.ts';
import { pushed, withTop } from './places.ts';
import { blanksToggled, turned } from './screens/evidence/state.ts';
import { updateHints } from './screens/hints/update.ts';
import { filesOf, openSolution } from './screens/solution/state.ts';
import { askFolder, choosing, chosen, typed } from './screens/welcome/state.ts';
import { atTop, fromShare, shareOf } from './scroll.ts';
import { type AppState, here, type Place, stageRow } from './state.ts';
import { updateRun } from './update-run.ts';

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
  const next = updateRun(updatePlaces(updateNews(state, action), action), action);
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

function updatePlaces(state: AppState, action: Action): AppState {
  const place = here(state);
  switch (action.type) {
    case 'go':
      return action.place.at === 'stages' ? { ...state, places: [action.place] } : pushed(state, action.place);
    case 'replace':
      return withTop(state, action.place);
    case 'back':
      return goneBack(state);
    case 'scroll':
      return scrolled(state, action.scroll);
    case 'select':
      if (place.at === 'stages') return withTop(state, { ...place, selected: action.id });
      return place.at === 'checks' ? withTop(state, { ...place, selected: action.id, scroll: atTop }) : state;
    case 'side':
      return turnedTo(state, place, action.index);
    case 'toggle-blanks':
      if (place.at === 'evidence') return withTop(state, blanksToggled(place));
      return place.at === 'solution' ? withTop(state, { ...place, blanks: !place.blanks }) : state;
    case 'edit-input':
      return place.at === 'folder' ? withTop(state, typed(place, action.edit)) : state;
    case 'choose-folder':
      return place.at === 'folder' ? withTop(state, choosing(place)) : state;
    case 'folder-chosen':
      if (action.choice.problem === undefined)
        return { ...state, folder: action.choice.folder, places: [{ at: 'stages' }] };
      return withTop(state, chosen(place.at === 'folder' ? place : askFolder(state.suggestedFolder), action.choice));
    case 'open-stage':
      return openedLesson(state, action.stage);
    case 'show-solution':
      return pushed(state, openSolution(action.stage, stageRow(state, action.stage)?.state === 'passed'));
    case 'reveal-solution':
      return place.at === 'solution' ? withTop(state, { ...place, revealed: true }) : state;
    case 'show-report':
      return pushed(state, { at: 'report', stage: action.stage, scroll: atTop });
    case 'show-doctor':
      return pushed(state, { at: 'doctor', scroll: atTop });
    default:
      return state;
  }
}

function goneBack(state: AppState): AppState {
  const [first, ...others] = state.places;
  if (others.length > 0) return { ...state, places: [first, ...others.slice(0, -1)] };
  return first.at === 'stages' || first.at === 'welcome' ? state : { ...state, places: [{ at: 'stages' }] };
}

function scrolled(state: AppState, scroll: { top: number; limit: number }): AppState {
  const place = here(state);
  if (!('scroll' in place)) return state;
  const next = withTop(state, { ...place, scroll });
  if (place.at !== 'lesson') return next;
  return { ...next, memory: { ...state.memory, lessons: { ...state.memory.lessons, [place.stage]: shareOf(scroll) } } };
}

function turnedTo(state: AppState, place: Place, index: number): AppState {
  if (place.at === 'evidence') return withTop(state, turned(place, index));
  if (place.at === 'hints') return withTop(state, { ...place, index, scroll: atTop });
  if (place.at !== 'solution') return state;
  return filesOf(state.solutions[place.stage])[index] ? withTop(state, { ...place, index, scroll: atTop }) : state;
}

function openedLesson(state: AppState, stage: string): AppState {
  const remembered = fromShare(state.memory.lessons?.[stage] ?? 0);
  const before = state.places.find((one) => one.at === 'lesson' && one.stage === stage);
  const place: Place = before ?? { at: 'lesson', stage, scroll: remembered };
  const base: AppState =
    here(state).at === 'passed' || !state.places.some((one) => 'stage' in one && one.stage === stage)
      ? { ...state, places: [{ at: 'stages', selected: stage }] }
      : state;
  return { ...pushed(base, place), memory: { ...state.memory, stage } };
}
