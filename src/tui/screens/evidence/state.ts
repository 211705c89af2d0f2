import type { Evidence } from '../../../kit/index.ts';
import { atTop, type Scroll } from '../../scroll.ts';

/** Keeps its own copy: a newer run must not change what is being read. */
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
