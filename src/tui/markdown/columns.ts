/** Words in two columns inside of a code block, as in "thread pool   a goroutine for each request". */
import { type Line, textOf } from '../drawing/line.ts';
import { wrap } from '../drawing/wrap.ts';

/** The second column wraps under itself. undefined: these rows are something else. */
export function drawColumns(rows: readonly Line[], width: number): Line[] | undefined {
  const texts = rows.map(textOf);
  const at = secondColumn(texts);
  if (at === undefined) return undefined;
  const beside = [{ text: ' '.repeat(at) }];
  return joined(texts, at).flatMap(([left, right]) =>
    wrap([{ text: right }], width, { first: [{ text: left.padEnd(at) }], rest: beside }),
  );
}

/** Where words begin in every row, mostly behind a gap. */
function secondColumn(texts: readonly string[]): number | undefined {
  const [first = ''] = texts;
  if (texts.length < 3 || texts.some((text) => /[│─┌└├|+]/.test(text))) return undefined;
  for (let at = 3; at < first.length; at += 1) {
    const begins = texts.every((text) => text.length > at && text[at - 1] === ' ' && text[at] !== ' ');
    const apart = texts.filter((text) => text[at - 2] === ' ');
    if (begins && apart.length * 2 > texts.length) return at;
  }
  return undefined;
}

/** A row with nothing at the left continues the one above. */
function joined(texts: readonly string[], at: number): [left: string, right: string][] {
  const pairs: [string, string][] = [];
  for (const text of texts) {
    const [left, right] = [text.slice(0, at).trimEnd(), text.slice(at)];
    const before = pairs.at(-1);
    if (left === '' && before) before[1] += ` ${right}`;
    else pairs.push([left, right]);
  }
  return pairs;
}
