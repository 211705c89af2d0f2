/** Evidence that lies open while its check is checked again. */
import type { Line } from '../../drawing/line.ts';
import { accent, line, quiet } from '../../drawing/line.ts';
import { type AppState, checkOf, freshVerdict } from '../../state/app-state.ts';
import { type EvidencePage, renewed } from './page.ts';

/** A new verdict brings its own evidence. One without leaves the old, which then says that it is old. */
export function withNews(state: AppState): AppState {
  const [first, ...others] = state.pages;
  const pages = others.map((page) => {
    if (page.screen !== 'evidence') return page;
    const verdict = freshVerdict(state, page.stage, page.check);
    if (verdict?.status !== 'failed' || verdict.finding.evidence.length === 0) return page;
    return verdict.finding.evidence === page.evidence ? page : renewed(page, verdict.finding.evidence);
  });
  return pages.every((page, index) => page === others[index]) ? state : { ...state, pages: [first, ...pages] };
}

/** Nothing while the evidence is that of the last verdict. */
export function ageRows(state: AppState, page: EvidencePage): Line[] {
  const { check, stale } = checkOf(state, page.stage, page.check);
  if (stale) return [line(accent('From the check before; checking again …'))];
  const verdict = check?.verdict;
  if (verdict?.status === 'failed' && verdict.finding.evidence === page.evidence) return [];
  if (verdict?.status === 'passed')
    return [line(accent('From the check before. '), quiet('It passes now; esc goes back.'))];
  return [line(accent('From the check before. '), quiet('esc shows how it is now.'))];
}
