import { type Drawing, type Size, textWidth } from '../../drawing/drawing.ts';
import { accent, blank, type Line, line, quiet, strong } from '../../drawing/line.ts';
import { harmless } from '../../drawing/plain.ts';
import { clip } from '../../drawing/width.ts';
import { type AppState, stageRow } from '../../state.ts';
import { ageRows } from './news.ts';
import type { EvidencePlace } from './state.ts';
import { evidenceLines } from './text.ts';

export function drawEvidence(state: AppState, place: EvidencePlace, size: Size): Drawing {
  const evidence = place.evidence[place.index];
  const width = size.columns - 4;
  const several = place.evidence.length > 1;
  if (!evidence)
    return { crumbs: ['Evidence'], body: { lines: [line(quiet('There is no evidence here.'))] }, offers: ['back'] };
  return {
    crumbs: [
      stageRow(state, place.stage)?.title ?? place.stage,
      'Evidence',
      several ? `${place.index + 1} of ${place.evidence.length}` : '',
    ],
    head: [...ageRows(state, place), ...headRows(place, textWidth(size.columns))],
    body: { lines: evidenceLines(evidence, width, place.blanks) },
    offers: [
      ['move', 'scroll'],
      ...(several ? ([['side', 'other evidence']] as const) : []),
      ['blanks', place.blanks ? 'hide blanks' : 'show blanks'],
      'edit',
      'hint',
      'back',
      'help',
      'quit',
    ],
  };
}

function headRows(place: EvidencePlace, width: number): Line[] {
  const evidence = place.evidence[place.index];
  const at = evidence?.at ? `  ${evidence.at.file}:${evidence.at.line}` : '';
  return [line(strong(clip(harmless(evidence?.title ?? ''), width - at.length)), accent(at)), blank];
}
