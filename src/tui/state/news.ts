/** Keeps what the services answered where every screen can read it. */
import type { Action } from './actions.ts';
import { type AppState, hintKey } from './app-state.ts';
import { moved, noHints, told } from './hints.ts';

export function keepNews(state: AppState, action: Action): AppState {
  switch (action.type) {
    case 'resize':
      return { ...state, size: action.size };
    case 'folder-chosen':
      return action.choice.problem === undefined
        ? { ...state, folder: action.choice.folder }
        : { ...state, message: { tone: 'bad', text: action.choice.problem } };
    case 'stages':
      return { ...state, stages: action.rows, notices: action.notices };
    case 'stage-opened':
      return { ...state, opened: { ...state.opened, [action.stage]: action.opened } };
    case 'lesson':
      return { ...state, lessons: { ...state.lessons, [action.stage]: action.lesson } };
    case 'map':
      return { ...state, map: action.blocks };
    case 'learned':
      return { ...state, learned: { ...state.learned, [action.stage]: action.sentences } };
    case 'report':
      return { ...state, reports: { ...state.reports, [action.stage]: action.rows } };
    case 'solution':
      return { ...state, solutions: { ...state.solutions, [action.stage]: action.files } };
    case 'replacing':
      return { ...state, replacing: { how: action.how, change: action.change } };
    case 'doctor':
      return { ...state, doctor: { rows: action.rows, done: action.done } };
    case 'ask-hint':
    case 'hint':
      return withHint(state, action);
    case 'hint-place': {
      const key = hintKey(action.stage, action.check);
      const shown = state.hints[key];
      return shown ? { ...state, hints: { ...state.hints, [key]: moved(shown, action.at) } } : state;
    }
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

function withHint(state: AppState, action: Extract<Action, { type: 'ask-hint' | 'hint' }>): AppState {
  const key = hintKey(action.stage, action.check);
  const before = state.hints[key] ?? noHints;
  const after = action.type === 'ask-hint' ? { ...before, busy: true } : told(before, action.tier, action.hint);
  return { ...state, hints: { ...state.hints, [key]: after } };
}
