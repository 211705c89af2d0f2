import { type Drawing, type Size, textWidth } from '../../drawing/drawing.ts';
import { blank, good, type Line, line, quiet, type Span, strong, warn } from '../../drawing/line.ts';
import { glyphs } from '../../drawing/theme.ts';
import { pad } from '../../drawing/width.ts';
import { wrap, wrapText } from '../../drawing/wrap.ts';
import type { DoctorRow } from '../../services.ts';
import type { AppState } from '../../state.ts';

export function drawDoctor(state: AppState, size: Size): Drawing {
  const width = textWidth(size.columns);
  const { rows = [], done = false } = state.doctor ?? {};
  return {
    crumbs: ['Doctor'],
    head: [line('What this machine has of what the stages need.'), blank],
    body: { lines: [...rows.flatMap((row) => doctorRows(row, width)), ...(done ? [] : [line(quiet('Looking …'))])] },
    offers: [['move', 'scroll'], 'back', 'help', 'quit'],
  };
}

const states: Record<DoctorRow['state'], Span> = {
  found: good(pad(`${glyphs.passed} found`, 14)),
  missing: warn(pad(`${glyphs.failed} missing`, 14)),
  unsuitable: warn(pad(`${glyphs.blocked} unsuitable`, 14)),
};
const hanging: Line = [{ text: ' '.repeat(14) }];

function doctorRows(row: DoctorRow, width: number): Line[] {
  return [
    ...wrap([strong(row.name), quiet(`  for ${row.neededFor}`)], width, { first: [states[row.state]], rest: hanging }),
    ...(row.detail === '' ? [] : wrapText(row.detail, width, { first: hanging })),
    ...(row.state !== 'found' && row.fix
      ? row.fix.split('\n').flatMap((text) => wrapText(text, width, { first: hanging }))
      : []),
    blank,
  ];
}
