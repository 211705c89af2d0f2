/** Text measured in terminal cells: 日本 is four wide, é one, an emoji two. */
import cellsOf from './cells.ts';
import { glyphs } from './glyphs.ts';
import type { Line, Span } from './line.ts';

const asciiOnly = /^[\x20-\x7e]*$/;
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export const widthOf = (text: string): number => (asciiOnly.test(text) ? text.length : cellsOf(text));

export const widthOfLine = (spans: Line): number => spans.reduce((sum, span) => sum + widthOf(span.text), 0);

export function graphemes(text: string): string[] {
  if (asciiOnly.test(text)) return [...text];
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

/** The part of `text` that fits into `cells`; a wide character is never cut in half. */
export function fitting(text: string, cells: number): string {
  if (asciiOnly.test(text)) return text.slice(0, Math.max(0, cells));
  let used = 0;
  let kept = '';
  for (const one of graphemes(text)) {
    used += widthOf(one);
    if (used > cells) break;
    kept += one;
  }
  return kept;
}

/** Cut to `cells` with a mark where something is missing. */
export function clip(text: string, cells: number): string {
  if (widthOf(text) <= cells) return text;
  return cells < 1 ? '' : `${fitting(text, cells - 1)}${glyphs.cut}`;
}

/** Cut in the middle: both ends of a path are informative. */
export function clipMiddle(text: string, cells: number): string {
  if (widthOf(text) <= cells) return text;
  const head = fitting(text, Math.floor((cells - 1) / 3));
  const parts = graphemes(text);
  let tail = '';
  while (parts.length > 0 && widthOf(head) + 1 + widthOf(tail) + widthOf(parts.at(-1) ?? '') <= cells) {
    tail = parts.pop() + tail;
  }
  return `${head}${glyphs.cut}${tail}`;
}

export function clipLine(spans: Line, cells: number): Line {
  if (widthOfLine(spans) <= cells) return spans;
  const kept: Span[] = [];
  let left = cells - 1;
  for (const span of spans) {
    const text = fitting(span.text, left);
    if (text !== '') kept.push({ ...span, text });
    left -= widthOf(text);
    if (text.length < span.text.length) break;
  }
  return cells < 1 ? [] : [...kept, { text: glyphs.cut, tone: 'quiet', decor: true }];
}

/** Filled with blanks (or cut) to exactly `cells`. */
export function padLine(spans: Line, cells: number): Line {
  const fitted = clipLine(spans, cells);
  const missing = cells - widthOfLine(fitted);
  return missing > 0 ? [...fitted, { text: ' '.repeat(missing) }] : fitted;
}

export const pad = (text: string, cells: number): string => text + ' '.repeat(Math.max(0, cells - widthOf(text)));
export const padStart = (text: string, cells: number): string => ' '.repeat(Math.max(0, cells - widthOf(text))) + text;
