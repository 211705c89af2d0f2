/** A lesson ready to draw: already coloured, and independent of the parser. */
import type { Line } from '../drawing/line.ts';

export type Block =
  | { kind: 'heading'; depth: number; spans: Line }
  | { kind: 'paragraph'; spans: Line }
  | { kind: 'code'; lang: string; lines: readonly Line[] }
  | { kind: 'list'; ordered: boolean; start: number; items: readonly (readonly Block[])[] }
  | { kind: 'quote'; blocks: readonly Block[] }
  | {
      kind: 'table';
      head: readonly Line[];
      rows: readonly (readonly Line[])[];
      align: readonly ('left' | 'right' | 'center' | null)[];
    }
  | { kind: 'rule' };
