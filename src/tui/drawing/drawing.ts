import type { Offer } from '../keys/keymap.ts';
import type { Line } from './line.ts';

/** A column of rows. `focus`: the rows of a list that must stay visible; without it the page's scroll decides. */
export type Column = { lines: readonly Line[]; focus?: readonly [first: number, last: number] };

/** All of a screen at one size; the frame shows the part that fits. */
export type Drawing = {
  /** The path to this screen, e.g. "HTTP server", "Checks". */
  crumbs: readonly string[];
  /** Stays above the body. */
  head?: readonly Line[];
  body: Column;
  /** A second column at the right, `sideWidth` cells wide: it scrolls, and the body follows its focus. */
  side?: Column;
  sideWidth?: number;
  /** Most useful first: a narrow footer drops the last ones. */
  offers: readonly Offer[];
};

export type Size = { columns: number; rows: number };

export const smallest: Size = { columns: 60, rows: 20 };

/** Rows above (title, rule) and below (message, footer) the body. */
const headerRows = 2;
const footerRows = 2;

/** Lines longer than this are tiring to read. */
const measure = 88;
export const margin = 2;

export const textWidth = (columns: number): number => Math.min(measure, columns - margin * 2);
/** The Windows console scrolls when its last cell is written. */
export const frameRows = (size: Size): number => (process.platform === 'win32' ? size.rows - 1 : size.rows);
export const bodyRows = (size: Size, head = 0): number => Math.max(1, frameRows(size) - headerRows - footerRows - head);
/** From this width on, the list of checks and the selected one are shown side by side. */
export const isWide = (size: Size): boolean => size.columns >= 110;

/** How many rows are above the last page of the part that scrolls. */
export function scrollLimit(drawing: Drawing, size: Size): number {
  const scrolling = drawing.side ?? drawing.body;
  return Math.max(0, scrolling.lines.length - bodyRows(size, drawing.head?.length));
}
