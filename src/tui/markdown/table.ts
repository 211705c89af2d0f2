import { glyphs } from '../drawing/glyphs.ts';
import { decor, type Line } from '../drawing/line.ts';
import { padLine, widthOfLine } from '../drawing/width.ts';
import { wrap } from '../drawing/wrap.ts';
import type { Block } from './block.ts';

type Table = Extract<Block, { kind: 'table' }>;
const gap = 2;

/** Columns take the width they need; where the sum is too wide they share what there is, and cells wrap. */
export function drawTable(table: Table, width: number): Line[] {
  const head = table.head.map((cell) => cell.map((span) => ({ ...span, tone: span.tone ?? ('strong' as const) })));
  const widths = columnWidths([head, ...table.rows], width - gap * (head.length - 1));
  const rule = widths.map((cells, column) => decor(' '.repeat(column > 0 ? gap : 0) + glyphs.rule.repeat(cells)));
  return [
    ...drawRow(head, widths, table.align),
    rule,
    ...table.rows.flatMap((row) => drawRow(row, widths, table.align)),
  ];
}

function columnWidths(rows: readonly (readonly Line[])[], room: number): number[] {
  const wanted = (rows[0] ?? []).map((_, column) => Math.max(3, ...rows.map((row) => widthOfLine(row[column] ?? []))));
  const sum = wanted.reduce((total, one) => total + one, 0);
  if (sum <= room) return wanted;
  // Narrow columns keep their width; the wide ones share what is left.
  const fair = room / wanted.length;
  const narrow = wanted.filter((one) => one <= fair).reduce((total, one) => total + one, 0);
  const wide = sum - narrow;
  return wanted.map((one) => (one <= fair ? one : Math.max(6, Math.floor((one / wide) * (room - narrow)))));
}

function drawRow(cells: readonly Line[], widths: readonly number[], align: Table['align']): Line[] {
  const wrapped = widths.map((cells_, column) => wrap(cells[column] ?? [], cells_));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, row) =>
    widths.flatMap((cells_, column) => [
      // Behind the last column there may be no room.
      ...(column > 0 ? [{ text: ' '.repeat(gap) }] : []),
      ...aligned(wrapped[column]?.[row] ?? [], cells_, align[column]),
    ]),
  );
}

function aligned(spans: Line, cells: number, align: Table['align'][number] | undefined): Line {
  if (align !== 'right') return padLine(spans, cells);
  return [{ text: ' '.repeat(Math.max(0, cells - widthOfLine(spans))) }, ...spans];
}
