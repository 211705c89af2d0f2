/**
 * How many terminal cells a text takes. string-width knows every script and emoji, but its table of emoji costs 40 ms
 * when it is first asked, longer than everything else before the first frame. Text made only of characters that are
 * certainly one cell wide is therefore counted here. In the bundle Ink measures with this as well (tools/build/lean.ts).
 */
import stringWidth, { type Options } from 'string-width';

// Latin, dashes and quotes, arrows, box drawing and blocks, and the signs of our own theme; no combining ones.
const oneCellEach =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2039\u203a\u203c\u2190-\u2193\u21aa\u2212\u2260\u2264\u2265\u2500-\u259f\u25cf\u2713\u2717\u276f]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: this is how colours are written
const colours = /\u001b\[[\d;]*m/g;

export default function cells(text: string, options?: Options): number {
  if (typeof text !== 'string' || text === '') return 0;
  const bare = options?.countAnsiEscapeCodes || !text.includes('\u001b') ? text : text.replace(colours, '');
  const known = options?.ambiguousIsNarrow !== false && oneCellEach.test(bare);
  return known ? bare.length : stringWidth(text, options);
}
