import { glyphs } from './glyphs.ts';
import { decor, type Span } from './line.ts';

/** `share` of a whole, 0…1, as a bar of so many cells. */
export function bar(share: number, cells: number): Span[] {
  const full = Math.round(Math.min(1, Math.max(0, share)) * cells);
  return [decor(glyphs.full.repeat(full), 'good'), decor(glyphs.empty.repeat(Math.max(0, cells - full)))];
}
