import { type Drawing, type Size, textWidth } from '../../drawing/drawing.ts';
import { accent, blank, decor, type Line, line, quiet, type Span, strong } from '../../drawing/line.ts';
import { glyphs } from '../../drawing/theme.ts';
import { clip, pad, padStart, widthOf } from '../../drawing/width.ts';
import { wrap, wrapText } from '../../drawing/wrap.ts';
import type { ReportRow } from '../../services.ts';
import { type AppState, stageRow } from '../../state.ts';
import { amount } from './amount.ts';

export function drawReport(state: AppState, stage: string, size: Size): Drawing {
  const width = textWidth(size.columns);
  const rows = state.reports[stage];
  return {
    crumbs: [stageRow(state, stage)?.title ?? stage, 'Your numbers'],
    body: { lines: rows ? reportRows(rows, width) : [line(quiet('Reading your numbers …'))] },
    offers: [['move', 'scroll'], 'check', 'lesson', 'back', 'help', 'quit'],
  };
}

export function reportRows(rows: readonly ReportRow[], width: number): Line[] {
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

function measureRows(row: ReportRow, width: number): Line[] {
  const others = row.beside ?? [];
  const names = Math.min(Math.floor(width * 0.4), Math.max(4, ...others.map(({ label }) => widthOf(label))));
  const most = Math.max(row.value, ...others.map(({ value }) => value));
  const cells = width - names - 14;
  const drawn = (label: string, value: number, own: boolean): Line => [
    { text: '  ' },
    own ? strong(pad(label, names)) : quiet(pad(clip(label, names), names)),
    strong(padStart(amount(value, row.unit), 10)),
    { text: ' ' },
    barOf(value / most, cells, own),
  ];
  return [
    line(strong(row.title), others.length === 0 ? accent(`   ${amount(row.value, row.unit)}`) : ''),
    ...(others.length > 0
      ? [drawn('you', row.value, true), ...others.map(({ label, value }) => drawn(label, value, false))]
      : []),
    ...(row.claim
      ? wrap([quiet(row.claim)], width, { first: [quiet('  lesson  ')], rest: [{ text: '          ' }] })
      : []),
    blank,
  ];
}

const barOf = (share: number, cells: number, own: boolean): Span =>
  decor(glyphs.block.repeat(Math.max(1, Math.round(share * cells))), own ? 'accent' : 'quiet');
