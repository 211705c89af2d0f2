import type { Evidence } from '../../../kit/index.ts';
import { atTop, type Scroll } from '../../state/scroll.ts';

/** Keeps its own copy: what is being read stays until the check has a new verdict, even if the run is stopped. */
export type EvidencePage = {
  screen: 'evidence';
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
): EvidencePage => ({
  screen: 'evidence',
  stage,
  check,
  evidence,
  index,
  blanks: false,
  scroll: atTop,
});

/** The same piece from the new verdict, if there is one; unchanged text keeps its scroll position. */
export function renewed(page: EvidencePage, evidence: readonly Evidence[]): EvidencePage {
  const old = page.evidence[page.index];
  const same = evidence.findIndex((one) => one.title === old?.title);
  const index = Math.max(same, 0);
  return { ...page, evidence, index, scroll: evidence[index]?.text === old?.text ? page.scroll : atTop };
}
