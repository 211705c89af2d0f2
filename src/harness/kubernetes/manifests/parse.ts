/** The parser, set to what kubectl's reader takes and refuses where it is not YAML 1.2 (go.yaml.in/yaml/v2, a port of libyaml). */
import { Composer, type Document, isCollection, isScalar, Lexer, Parser, visit, YAMLParseError } from 'yaml';

/** All values are left as text: what they mean is for `compose` to say. */
const options = { schema: 'failsafe', uniqueKeys: false, merge: false, version: '1.1' } as const;

export type Parsed = { documents: Document.Parsed[]; errors: YAMLParseError[] };

/** kubectl reads the first document only: `errors` are of that one. */
export function parseDocuments(text: string): Parsed {
  const parser = new Parser();
  const composer = new Composer(options);
  const documents: Document.Parsed[] = [];
  for (const lexeme of patientLexer().lex(text))
    for (const token of parser.next(lexeme)) documents.push(...composer.next(token));
  for (const token of parser.end()) documents.push(...composer.next(token));
  documents.push(...composer.end());
  const [first] = documents;
  return { documents, errors: [...(first?.errors ?? []), ...refused(text, first)] };
}

/** Inside […] and {…} the indentation means nothing to libyaml; the lexer would end them at a line that is too far left. */
function patientLexer(): Lexer {
  const lexer = new Lexer();
  const own = { indentNext: 0 };
  Object.defineProperty(lexer, 'indentNext', {
    get(this: { flowLevel: number }) {
      return this.flowLevel > 0 ? 0 : own.indentNext;
    },
    set(value: number) {
      own.indentNext = value;
    },
  });
  return lexer;
}

/** What libyaml refuses and the parser takes: the first of each kind. */
function refused(text: string, document: Document.Parsed | undefined): YAMLParseError[] {
  const directive = /^(?:[ \t]*(?:#.*)?\n|---.*\n)*%/.exec(text);
  const control = controls.exec(text);
  const tab = document && firstTab(text, document);
  return [
    ...(directive ? [faultAt(directive[0].length - 1, 'kubectl takes no % directives')] : []),
    ...(control ? [faultAt(control.index, controlWords(control[0]))] : []),
    ...(tab === undefined ? [] : [faultAt(tab, 'A tab', 'TAB_AS_INDENT')]),
  ];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;
const controlWords = (character: string) =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')} is not allowed here: a control character that can’t be seen`;

const faultAt = (offset: number, said: string, code: 'UNEXPECTED_TOKEN' | 'TAB_AS_INDENT' = 'UNEXPECTED_TOKEN') =>
  new YAMLParseError([offset, offset + 1], code, said);

/** A tab behind a dash, or before all that a line holds; in text that is quoted or in a block, and between brackets, tabs are free. */
function firstTab(text: string, document: Document.Parsed): number | undefined {
  if (!text.includes('\t')) return undefined;
  const isFree = freeIn(document);
  let above = '';
  for (let begin = 0; begin < text.length; ) {
    const end = text.indexOf('\n', begin);
    const line = text.slice(begin, end < 0 ? text.length : end);
    const [found, dash] = /^( *(?:[-?] +)*[-?])\t|^ *\t/.exec(line) ?? [];
    const column = (found?.length ?? 0) - 1;
    const isWrong = found !== undefined && !isFree(begin) && (dash !== undefined || isLeft(column, indentOf(above)));
    if (isWrong) return begin + column;
    if (/^ *[^ \t#]/.test(line)) above = line;
    begin = end < 0 ? text.length : end + 1;
  }
  return undefined;
}

/** Further right the line above goes on: `above` is -1 where there is none. */
const isLeft = (column: number, above: number) => above < 0 || column <= above;

/** To be asked about places in their order. */
function freeIn(document: Document.Parsed): (offset: number) => boolean {
  const ranges: (readonly [number, number])[] = [];
  visit(document, (_key, node) => {
    const isFree = (isScalar(node) && node.type !== 'PLAIN') || (isCollection(node) && node.flow === true);
    if (isFree && node.range) ranges.push([node.range[0], node.range[1]]);
  });
  let next = 0;
  let until = -1;
  return (offset) => {
    for (; next < ranges.length && (ranges[next]?.[0] ?? 0) <= offset; next += 1)
      until = Math.max(until, ranges[next]?.[1] ?? 0);
    return offset < until;
  };
}

/** Of the last line above that holds anything; Infinity where it does not end in plain text, which alone can go on below. */
function indentOf(above: string): number {
  const comment = above.search(/\s#/);
  const bare = (comment < 0 ? above : above.slice(0, comment)).trimEnd();
  return /[:"'\]}-]$/.test(bare) ? Number.POSITIVE_INFINITY : bare.search(/[^ ]/);
}
