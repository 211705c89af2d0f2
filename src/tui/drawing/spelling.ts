/** The frame's last step, where the terminal shows ASCII only. */
import { ascii } from '../../words/ascii.ts';
import { unicode } from './glyphs.ts';
import type { Line } from './line.ts';
import { widthOf } from './width.ts';

export const spelled = (spans: Line): Line =>
  unicode
    ? spans
    : spans.map((span) => ({
        ...span,
        text: ascii(span.text, widthOf),
        spoken: span.spoken && ascii(span.spoken, widthOf),
      }));
