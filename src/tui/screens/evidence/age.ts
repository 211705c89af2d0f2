/** Evidence that is open while its check runs again. */
import type { Line } from '../../drawing/line.ts';
import { accent, line, quiet } from '../../drawing/line.ts';
import { type AppState, checkOf, freshVerdict } from '../../state/app-state.ts';
import { withTop } from '../../state/pages.ts';
import { type EvidencePage, renewed } from './page.ts';

/** A new verdict brings its own evidence. If it has none, the old stays and says that it is old. */
export function withFreshEvidence(state: AppState, page: EvidencePage): AppState {
  const verdict = freshVerdict(state, page.stage, page.check);
  const evidence = verdict?.status === 'failed' ? verdict.finding.evidence : [];
  return evidence.length === 0 || evidence === page.evidence ? state : withTop(state, renewed(page, evidence));
}

/** Nothing while the evidence is that of the last verdict. */
export function ageRows(state: AppState, page: EvidencePage): Line[] {
  const { check, stale } = checkOf(state, page.stage, page.check);
  if (stale) return [line(accent('From the last check; checking again …'))];
  const verdict = check?.verdict;
  if (verdict?.status === 'failed' && verdict.finding.evidence === page.evidence) return [];
  if (verdict?.status === 'passed')
    return [line(accent('From the last check. '), quiet('It passes now; esc goes back.'))];
  return [line(accent('From the last check. '), quiet('esc shows the new result.'))];
}
