import { turnOf } from '../../keys/keymap.ts';
import type { Press } from '../../keys/presses.ts';
import type { Action } from '../../state/actions.ts';
import { type AppState, checkOf, runOf } from '../../state/app-state.ts';
import { openEvidence } from '../evidence/page.ts';
import { type CheckPage, openCheck } from './page.ts';

export function checkKeys(press: Press, state: AppState, page: CheckPage): Action | undefined {
  const verdict = checkOf(state, page.stage, page.check).check?.verdict;
  const evidence = verdict?.status === 'failed' ? verdict.finding.evidence : [];
  const number = press.name === 'enter' ? 1 : Number(press.name);
  const wanted = evidence[number - 1];
  if (wanted) return { type: 'go', page: openEvidence(page.stage, page.check, evidence, number - 1) };
  const turn = turnOf(press);
  const checks = runOf(state, page.stage)?.checks ?? [];
  const to = turn && checks[checks.findIndex((check) => check.id === page.check) + turn];
  return to && { type: 'replace', page: openCheck(page.stage, to.id) };
}
