import type { Evidence, Finding, Location } from '../../../kit/index.ts';
import { atTop, type Scroll } from '../../state/scroll.ts';

/** One check, opened. */
export type CheckPage = { screen: 'check'; stage: string; check: string; scroll: Scroll };

export const openCheck = (stage: string, check: string): CheckPage => ({
  screen: 'check',
  stage,
  check,
  scroll: atTop,
});

/** The learner's own line to look at, preferably the one a code excerpt shows. */
export function locationOf(finding: Finding): Location | undefined {
  const code = finding.evidence.find((one) => one.kind === 'code' && one.at);
  return (code ?? finding.evidence.find((one) => one.at))?.at;
}

/** Shown in the finding itself; the rest is a key away. */
export const inlineEvidence = (finding: Finding): Evidence | undefined =>
  finding.evidence.find((one) => one.kind === 'code');
