import type { Evidence, Finding } from '../../../kit/index.ts';
import { atTop, type Scroll } from '../../state/scroll.ts';

/** One check, opened. */
export type CheckPage = { screen: 'check'; stage: string; check: string; scroll: Scroll };

export const openCheck = (stage: string, check: string): CheckPage => ({
  screen: 'check',
  stage,
  check,
  scroll: atTop,
});

/** Shown in the finding itself; the rest is a key away. */
export const inlineEvidence = (finding: Finding): Evidence | undefined =>
  finding.evidence.find((one) => one.kind === 'code');
