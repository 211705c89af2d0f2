import type { Evidence } from '../../../kit/index.ts';
import { atTop, type Scroll } from '../../scroll.ts';

/** Keeps its own copy: what is being read stays until the check has a new verdict, also when the run is stopped. */
export type EvidencePlace = {
  at: 'evidence';
  stage: string;
  check: string;
  evidence: readonly Evidence[];
  index: number;
  blanks: boolean;
  scroll: Scroll;
};

export const openEvidence = (
  stage: string,
  check: string,
  evidence: readonly Evidence[],
  index: number,
): EvidencePlace => ({
  at: 'evidence',
  stage,
  check,
  evidence,
  index,
  blanks: false,
  scroll: atTop,
});

export const turned = (place: EvidencePlace, index: number): EvidencePlace =>
  place.evidence[index] ? { ...place, index, scroll: atTop } : place;

export const blanksToggled = (place: EvidencePlace): EvidencePlace => ({ ...place, blanks: !place.blanks });

/** The same piece as the check says it now, where there is one; what reads as before keeps its place. */
export function renewed(place: EvidencePlace, evidence: readonly Evidence[]): EvidencePlace {
  const old = place.evidence[place.index];
  const same = evidence.findIndex((one) => one.title === old?.title);
  const index = Math.max(same, 0);
  return { ...place, evidence, index, scroll: evidence[index]?.text === old?.text ? place.scroll : atTop };
}
