/** What a trial does to the state. */
import type { Action } from './actions.ts';
import type { AppState, Trial } from './app-state.ts';

/** The newest lines; more than any window shows. */
const keptLines = 200;

export function updateTrial(state: AppState, action: Action): AppState {
  switch (action.type) {
    case 'trial':
      return { ...state, trial: action.trial };
    case 'trial-runs':
      return changed(state, (trial) => ({ ...trial, phase: 'running', url: action.url, requests: action.requests }));
    case 'trial-lines':
      return changed(state, (trial) => ({ ...trial, lines: [...trial.lines, ...action.lines].slice(-keptLines) }));
    case 'trial-ended':
      return changed(state, (trial) => ({
        ...trial,
        phase: 'ended',
        ended: action.ended ?? trial.ended,
        problem: action.problem ?? trial.problem,
      }));
    case 'stop-trial':
      return changed(state, (trial) => (trial.phase === 'running' ? { ...trial, phase: 'stopping' } : trial));
    case 'check':
      return action.by === 'save' && state.trial?.stage === action.stage
        ? changed(state, (trial) => ({ ...trial, old: true }))
        : state;
    default:
      return state;
  }
}

const changed = (state: AppState, change: (trial: Trial) => Trial): AppState =>
  state.trial ? { ...state, trial: change(state.trial) } : state;
