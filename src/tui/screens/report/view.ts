import { barsOf } from '../../../usecases/bars.ts';
import { measured } from '../../../usecases/measures.ts';
import { type Drawing, type Size, textWidth } from '../../drawing/drawing.ts';
import { glyphs } from '../../drawing/glyphs.ts';
import { accent, blank, decor, type Line, line, quiet, type Span, strong } from '../../drawing/line.ts';
import { clip, pad, padStart, widthOf } from '../../drawing/width.ts';
import { wrap, wrapText } from '../../drawing/wrap.ts';
import type { MeasureRow } from '../../services.ts';
import { type AppState, stageRow } from '../../state/app-state.ts';
import type { ReportPage } from './page.ts';

export function drawReport(state: AppState, { stage }: ReportPage, size: Size): Drawing {
  const width = textWidth(size.columns);
  const rows = state.reports[stage];
  return {
    crumbs: [stageRow(state, stage)?.title ?? stage, 'Your numbers'],
    body: { lines: rows ? reportRows(rows, width) : [line(quiet('Reading your numbers …'))] },
    offers: [['move', 'scroll'], 'check', 'lesson', 'back', 'help', 'quit'],
  };
}

function reportRows(rows: readonly MeasureRow[], width: number): Line[] {
  if (rows.length === 0)
    return wrap(
      [
        { text: 'Nothing is measured yet. ' },
        accent('c'),
        { text: ' checks your program and measures it on the way.' },
      ],
      width,
    );
  return [
    ...wrapText('Measured on this machine, with your own program, at the last check.', width),
    blank,
    ...rows.flatMap((row) => measureRows(row, width)),
  ];
}

function measureRows(row: MeasureRow, width: number): Line[] {
  const [own, ...others] = barsOf(row);
  if (!own) {
    const value = accent(`   ${measured(row)}`);
    return [line(strong(row.title), value), ...claimRows(row, width), blank];
  }
  const names = Math.min(Math.floor(width * 0.35), Math.max(4, ...others.map(({ label }) => widthOf(label))));
  const most = Math.max(row.value, ...others.map(({ value }) => value));
  const cells = width - names - 16;
  const drawn = (label: Span, says: Span, value: number, tone: 'accent' | 'quiet'): Line => [
    { text: '  ' },
    label,
    says,
    { text: '  ' },
    decor(glyphs.block.repeat(Math.max(1, Math.round((value / most) * cells))), tone),
  ];
  return [
    line(strong(row.title)),
    drawn(accent(pad(own.label, names)), accent(padStart(own.says, 11)), row.value, 'accent'),
    ...others.map(({ label, value, says }) =>
      drawn(quiet(pad(clip(label, names), names)), { text: padStart(says, 11) }, value, 'quiet'),
    ),
    blank,
  ];
}

const claimRows = (row: MeasureRow, width: number): Line[] =>
  row.claim ? wrap([quiet(row.claim)], width, { first: [quiet('  lesson  ')], rest: [{ text: '          ' }] }) : [];

/** The same numbers as a table, one row each, for the passed screen. */
export function numberTable(rows: readonly MeasureRow[], width: number): Line[] {
  const names = Math.min(Math.floor(width * 0.45), Math.max(...rows.map(({ title }) => widthOf(title))));
  const values = Math.max(9, ...rows.map((row) => widthOf(measured(row)) + 2));
  return rows.flatMap((row) =>
    wrap([quiet(row.claim ? `lesson: ${row.claim}` : '')], width, {
      first: [{ text: pad(clip(row.title, names), names) }, strong(padStart(measured(row), values)), { text: '   ' }],
      rest: [{ text: ' '.repeat(names + values + 3) }],
    }),
  );
}
