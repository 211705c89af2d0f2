import { type Drawing, type Size, textWidth } from '../../drawing/drawing.ts';
import { glyphs } from '../../drawing/glyphs.ts';
import { blank, good, type Line, line, quiet, type Span, strong, warn } from '../../drawing/line.ts';
import { pad } from '../../drawing/width.ts';
import { wrap, wrapText } from '../../drawing/wrap.ts';
import type { DoctorRow } from '../../services.ts';
import type { AppState } from '../../state/app-state.ts';
import type { DoctorPage } from './page.ts';

export function drawDoctor(state: AppState, _: DoctorPage, size: Size): Drawing {
  const width = textWidth(size.columns);
  const { rows = [], done = false } = state.doctor ?? {};
  return {
    crumbs: ['Doctor'],
    head: [line('What the stages need, and what this machine has.'), blank],
    body: { lines: [...rows.flatMap((row) => doctorRows(row, width)), ...(done ? [] : [line(quiet('Looking …'))])] },
    offers: [['move', 'scroll'], 'back', 'help', 'quit'],
  };
}

const stateWidth = 15;
const hanging: Line = [{ text: ' '.repeat(stateWidth) }];

/** e.g. "✓ found", "✗ missing", "! stopped" */
function stateSpan(state: DoctorRow['state']): Span {
  if (state === 'found') return good(pad(`${glyphs.passed} found`, stateWidth));
  const glyph = state === 'missing' ? glyphs.failed : glyphs.blocked;
  return warn(pad(`${glyph} ${state.replace('-', ' ')}`, stateWidth));
}

function doctorRows(row: DoctorRow, width: number): Line[] {
  const said = row.state === 'found' ? [row.detail] : [row.what, ...row.fix.split('\n')];
  const title = [strong(row.name), quiet(`  for ${row.neededFor}`)];
  return [
    ...wrap(title, width, { first: [stateSpan(row.state)], rest: hanging }),
    ...said.filter(Boolean).flatMap((text) => wrapText(text, width, { first: hanging })),
    blank,
  ];
}
