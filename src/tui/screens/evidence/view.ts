import { type Drawing, type Size, textWidth } from '../../drawing/drawing.ts';
import { accent, blank, type Line, line, quiet, strong } from '../../drawing/line.ts';
import { harmless } from '../../drawing/plain.ts';
import { clip } from '../../drawing/width.ts';
import { type AppState, stageRow } from '../../state/app-state.ts';
import { ageRows } from './age.ts';
import type { EvidencePage } from './page.ts';
import { evidenceLines } from './text.ts';

export function drawEvidence(state: AppState, page: EvidencePage, size: Size): Drawing {
  const evidence = page.evidence[page.index];
  const width = size.columns - 4;
  const several = page.evidence.length > 1;
  if (!evidence)
    return { crumbs: ['Evidence'], body: { lines: [line(quiet('There is no evidence here.'))] }, offers: ['back'] };
  return {
    crumbs: [
      stageRow(state, page.stage)?.title ?? page.stage,
      'Evidence',
      several ? `${page.index + 1} of ${page.evidence.length}` : '',
    ],
    head: [...ageRows(state, page), ...headRows(page, textWidth(size.columns))],
    body: { lines: evidenceLines(evidence, width, page.blanks) },
    offers: [
      ['move', 'scroll'],
      ...(several ? ([['turn', 'other evidence']] as const) : []),
      ['blanks', page.blanks ? 'hide blanks' : 'show blanks'],
      'edit',
      'hint',
      'back',
      'help',
      'quit',
    ],
  };
}

function headRows(page: EvidencePage, width: number): Line[] {
  const evidence = page.evidence[page.index];
  const at = evidence?.at ? `  ${evidence.at.file}:${evidence.at.line}` : '';
  return [line(strong(clip(harmless(evidence?.title ?? ''), width - at.length)), accent(at)), blank];
}
