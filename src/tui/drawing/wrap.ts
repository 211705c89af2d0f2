import { blank, type Line, type Span } from './line.ts';
import { fitting, graphemes, widthOf, widthOfLine } from './width.ts';

export type WrapOptions = {
  /** Put before the first line and before the others; both count towards the width. */
  first?: Line;
  rest?: Line;
};

/** Spans broken at blanks into lines of at most `width` cells; a word longer than a line is broken anywhere. */
export function wrap(spans: Line, width: number, { first = [], rest = first }: WrapOptions = {}): Line[] {
  const rows = new Rows(Math.max(4, width - widthOfLine(first)), Math.max(4, width - widthOfLine(rest)));
  for (const word of wordsOf(spans)) {
    if (word[0]?.text === '\n') rows.begin();
    else if (rows.fits(widthOfLine(word))) rows.put(word);
    else {
      rows.begin();
      rows.squeeze(trimStart(word));
    }
  }
  return rows.done().map((line, index) => [...(index === 0 ? first : rest), ...line]);
}

export const wrapText = (text: string, width: number, options?: WrapOptions): Line[] =>
  wrap([{ text }], width, options);

class Rows {
  readonly #rows: Span[][] = [[]];
  readonly #firstRoom: number;
  readonly #room: number;
  #left: number;
  constructor(firstRoom: number, room: number) {
    this.#firstRoom = firstRoom;
    this.#room = room;
    this.#left = firstRoom;
  }
  fits(cells: number): boolean {
    return cells <= this.#left;
  }
  /** A new row; an empty first one is reused. */
  begin(): void {
    if (this.#rows.length === 1 && this.#rows[0]?.length === 0) {
      this.#left = this.#firstRoom;
      return;
    }
    trimEnd(this.#rows.at(-1) ?? []);
    this.#rows.push([]);
    this.#left = this.#room;
  }
  put(spans: Line): void {
    const row = this.#rows.at(-1) ?? [];
    for (const span of spans) {
      const before = row.at(-1);
      if (before && before.tone === span.tone && before.decor === span.decor && !before.spoken && !span.spoken)
        row[row.length - 1] = { ...before, text: before.text + span.text };
      else row.push(span);
      this.#left -= widthOf(span.text);
    }
  }
  /** Puts a word that may be longer than a row. */
  squeeze(word: Line): void {
    for (const span of word) {
      let text = span.text;
      while (widthOf(text) > this.#left) {
        const piece = fitting(text, this.#left) || (this.#left >= this.#room ? (graphemes(text)[0] ?? '') : '');
        if (piece !== '') this.put([{ ...span, text: piece }]);
        text = text.slice(piece.length);
        this.begin();
      }
      if (text !== '') this.put([{ ...span, text }]);
    }
  }
  done(): Span[][] {
    trimEnd(this.#rows.at(-1) ?? []);
    return this.#rows;
  }
}

/** Broken anywhere, blanks kept: for program output, where every character counts. */
export function wrapHard(spans: Line, width: number, rest: Line = []): Line[] {
  if (widthOfLine(spans) <= width) return [spans];
  const lines: Line[] = [];
  let line: Span[] = [];
  let room = width;
  for (const span of spans) {
    let left = span.text;
    while (widthOf(left) > room) {
      const piece = fitting(left, room);
      if (piece !== '') line.push({ ...span, text: piece });
      lines.push(line);
      line = [...rest];
      room = Math.max(2, width - widthOfLine(rest));
      left = left.slice(piece.length);
    }
    if (left !== '') line.push({ ...span, text: left });
    room -= widthOf(left);
  }
  return line.length > 0 ? [...lines, line] : lines.length > 0 ? lines : [blank];
}

/** Code: broken at a blank where possible; continuations keep the indentation, and `mark` shows them. */
export function wrapCode(spans: Line, width: number, mark: Line): Line[] {
  const [first, ...others] = spans;
  if (!first || widthOfLine(spans) <= width) return [spans];
  const indent = /^ */.exec(first.text)?.[0] ?? '';
  const kept = { text: indent.slice(0, Math.floor(width / 2)) };
  return wrap([{ ...first, text: first.text.slice(indent.length) }, ...others], width, {
    first: [kept],
    rest: [kept, ...mark],
  });
}

/** Words with the blanks before them; one word may run over several spans ("**bold**," is one). */
function wordsOf(spans: Line): Span[][] {
  const words: Span[][] = [];
  let glued = false;
  for (const span of spans) {
    for (const text of span.text.match(/\n|[^\S\n]*[^\s]+|[^\S\n]+/g) ?? []) {
      const word = words.at(-1);
      if (glued && word && /^\S/.test(text)) word.push({ ...span, text });
      else words.push([{ ...span, text }]);
      glued = /\S$/.test(text);
    }
  }
  return words;
}

const trimStart = (word: Line): Line => {
  const [first, ...others] = word;
  return first ? [{ ...first, text: first.text.trimStart() }, ...others].filter((span) => span.text !== '') : word;
};

function trimEnd(line: Span[]): void {
  const end = line.at(-1);
  if (!end || end.tone !== undefined) return;
  const text = end.text.trimEnd();
  if (text === '') line.pop();
  else line[line.length - 1] = { ...end, text };
}
