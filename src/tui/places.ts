/** The way to where the learner is, and back. */
import type { AppState, Place } from './state.ts';

export const withTop = (state: AppState, place: Place): AppState => {
  const [first, ...others] = state.places;
  return { ...state, places: others.length === 0 ? [place] : [first, ...others.slice(0, -1), place] };
};

/** One of each kind on the way back: going to where one already was returns there. */
export function pushed(state: AppState, place: Place): AppState {
  const index = state.places.findIndex(
    (one) => one.at === place.at && ('stage' in one ? one.stage : '') === ('stage' in place ? place.stage : ''),
  );
  const [first, ...others] = state.places;
  if (index === 0) return { ...state, places: [place] };
  const kept = index < 0 ? others : others.slice(0, index - 1);
  return { ...state, places: [first, ...kept, place] };
}
