/** Evidence that lies open while its check is checked again. */
import type { Line } from '../../drawing/line.ts';
import { accent, line, quiet } from '../../drawing/line.ts';
import { type AppState, checkOf, freshVerdict } from '../../state.ts';
import { type EvidencePlace, renewed } from './state.ts';

/** A new verdict brings its own evidence. One without leaves the old, which then says that it is old. */
export function withNews(state: AppState): AppState {
  const [first, ...others] = state.places;
  const places = others.map((place) => {
    if (place.at !== 'evidence') return place;
    const verdict = freshVerdict(state, place.stage, place.check);
    if (verdict?.status !== 'failed' || verdict.finding.evidence.length === 0) return place;
    return verdict.finding.evidence === place.evidence ? place : renewed(place, verdict.finding.evidence);
  });
  return places.every((place, index) => place === others[index]) ? state : { ...state, places: [first, ...places] };
}

/** Nothing while the evidence is that of the last verdict. */
export function ageRows(state: AppState, place: EvidencePlace): Line[] {
  const { check, stale } = checkOf(state, place.stage, place.check);
  if (stale) return [line(accent('From the check before; checking again …'))];
  const verdict = check?.verdict;
  if (verdict?.status === 'failed' && verdict.finding.evidence === place.evidence) return [];
  if (verdict?.status === 'passed')
    return [line(accent('From the check before. '), quiet('It passes now; esc goes back.'))];
  return [line(accent('From the check before. '), quiet('esc shows how it is now.'))];
}
