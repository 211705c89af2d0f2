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

/** What libyaml refuses and the parser takes. */
function refused(text: string, document: Document.Parsed | undefined): YAMLParseError[] {
  const directive = /^(?:[ \t]*(?:#.*)?\n|---.*\n)*%/.exec(text);
  return [
    ...(directive ? [faultAt(directive[0].length - 1, 'kubectl takes no % directives')] : []),
    ...[...text.matchAll(controls)].map(({ 0: found, index }) =>
      faultAt(index, `${codePoint(found)} is not allowed here: a control character that can’t be seen`),
    ),
    ...(document ? tabs(text, document) : []),
  ];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/g;
const codePoint = (character: string) =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

const faultAt = (offset: number, said: string, code: 'UNEXPECTED_TOKEN' | 'TAB_AS_INDENT' = 'UNEXPECTED_TOKEN') =>
  new YAMLParseError([offset, offset + 1], code, said);

/** A tab behind a dash, or before all that a line holds; in text that is quoted or in a block, and between brackets, tabs are free. */
function tabs(text: string, document: Document.Parsed): YAMLParseError[] {
  if (!text.includes('\t')) return [];
  const free = freeRanges(document);
  const found = [...text.matchAll(/^((?: *[-?] +)* *[-?])\t|^( *)\t/gm)].filter(({ index, 0: line, 1: dash }) => {
    if (free.some(([begin, end]) => begin <= index && index < end)) return false;
    return dash !== undefined || isLeft(line.indexOf('\t'), indentAbove(text, index));
  });
  return found.map(({ index, 0: line }) => faultAt(index + line.indexOf('\t'), 'A tab', 'TAB_AS_INDENT'));
}

/** Further right the line above goes on: `above` is -1 where there is none. */
const isLeft = (column: number, above: number) => above < 0 || column <= above;

function freeRanges(document: Document.Parsed): (readonly [number, number])[] {
  const ranges: (readonly [number, number])[] = [];
  visit(document, (_key, node) => {
    const isFree = (isScalar(node) && node.type !== 'PLAIN') || (isCollection(node) && node.flow === true);
    if (isFree && node.range) ranges.push([node.range[0], node.range[1]]);
  });
  return ranges;
}

/** Of the last line above that holds anything; Infinity where it does not end in plain text, which alone can go on below. */
function indentAbove(text: string, offset: number): number {
  const lines = text.slice(0, offset).split('\n');
  const above = (lines.findLast((line) => /^ *[^ \t#]/.test(line)) ?? '').replace(/\s+(#.*)?$/, '');
  return /[:"'\]}-]$/.test(above) ? Number.POSITIVE_INFINITY : above.search(/[^ ]/);
}
