import type { Action } from '../../actions.ts';
import { type Press, sideOf } from '../../keys.ts';
import { type AppState, checkOf, runOf } from '../../state.ts';
import { openEvidence } from '../evidence/state.ts';
import { type CheckPlace, openCheck } from './state.ts';

export function checkKeys(press: Press, state: AppState, place: CheckPlace): Action | undefined {
  const verdict = checkOf(state, place.stage, place.check).check?.verdict;
  const evidence = verdict?.status === 'failed' ? verdict.finding.evidence : [];
  const number = press.name === 'enter' ? 1 : Number(press.name);
  const wanted = evidence[number - 1];
  if (wanted) return { type: 'go', place: openEvidence(place.stage, place.check, evidence, number - 1) };
  const side = sideOf(press);
  const checks = runOf(state, place.stage)?.checks ?? [];
  const to = side && checks[checks.findIndex((check) => check.id === place.check) + side];
  return to && { type: 'replace', place: openCheck(place.stage, to.id) };
}
