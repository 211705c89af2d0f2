/** State → the window's rows: title, body, message, keys; always exactly as many as the window has. */

import { bodyRows, type Column, type Drawing, frameRows, type Size, scrollLimit } from '../drawing/drawing.ts';
import { glyphs } from '../drawing/glyphs.ts';
import { blank, decor, type Line } from '../drawing/line.ts';
import { spelled } from '../drawing/spelling.ts';
import { clipLine, padLine, widthOfLine } from '../drawing/width.ts';
import { type AppState, currentPage } from '../state/app-state.ts';
import { topRow } from '../state/scroll.ts';
import { draw } from './draw.ts';
import { footerRow, headerRow, messageRows, ruleRow } from './edges.ts';

const edge: Line = [{ text: '  ' }];

export function frameLines(state: AppState): Line[] {
  const { size } = state;
  const drawing = draw(state);
  const { above, rows, below } = visible(state, drawing);
  const head = drawing.head ?? [];
  const message = messageRows(state, below, size.columns);
  const lines = [
    headerRow(state, drawing.crumbs),
    ruleRow(size.columns, above),
    ...head.map((row) => [...edge, ...row]),
    ...rows.slice(0, rows.length + 1 - message.length),
    ...message,
    footerRow(drawing.offers, size.columns),
  ];
  return lines.slice(0, frameRows(size)).map((row) => clipLine(spelled(row), size.columns));
}

/** A screen reader hears title, text, the selected check, message and keys, without rules and padding. */
export function spokenLines(state: AppState): Line[] {
  const drawing = draw(state);
  const { rows, below } = visible(state, { ...drawing, side: undefined });
  const side = drawing.side?.lines ?? [];
  const lines = [
    headerRow(state, drawing.crumbs),
    ...(drawing.head ?? []),
    ...rows,
    ...side,
    ...messageRows(state, below, state.size.columns),
    footerRow(drawing.offers, 1000),
  ];
  return lines.filter((row) => row.some((span) => !span.decor && span.text.trim() !== '')).map(spelled);
}

type Visible = { above: number; below: number; rows: Line[] };

function visible(state: AppState, drawing: Drawing): Visible {
  const { size } = state;
  const height = bodyRows(size, drawing.head?.length);
  const page = currentPage(state);
  const limit = scrollLimit(drawing, size);
  const top = 'scroll' in page ? topRow(page.scroll, limit) : 0;
  if (!drawing.side) {
    const { body } = drawing;
    const from = body.focus ? focusTop(body, height) : top;
    return {
      above: from,
      below: Math.max(0, body.lines.length - height - from),
      rows: window(body.lines, from, height).map((row) => [...edge, ...row]),
    };
  }
  return { above: top, below: limit - top, rows: columns(drawing, size, height, top) };
}

function columns(drawing: Drawing, size: Size, height: number, top: number): Line[] {
  const sideWidth = drawing.sideWidth ?? 0;
  const left = size.columns - sideWidth - 6;
  const list = window(drawing.body.lines, focusTop(drawing.body, height), height);
  const side = window(drawing.side?.lines ?? [], top, height);
  const fixed = Math.min(left, Math.max(...drawing.body.lines.map((row) => widthOfLine(row)), 20));
  return list.map((row, index) => [
    ...edge,
    ...padLine(row, fixed),
    decor(` ${glyphs.bar} `),
    ...(side[index] ?? blank),
  ]);
}

/** Keeps the focus in the middle where possible, so that the neighbours of the selection stay visible. */
function focusTop({ lines, focus = [0, 0] }: Column, height: number): number {
  const limit = Math.max(0, lines.length - height);
  const [first, last] = focus;
  if (last < height && lines.length <= height) return 0;
  return Math.min(limit, Math.max(0, Math.round((first + last) / 2 - height / 2)));
}

const window = (lines: readonly Line[], from: number, height: number): Line[] =>
  Array.from({ length: height }, (_, row) => lines[from + row] ?? blank);
