/** Colours for code in lessons: Go by its tokens, a few other languages roughly, the rest plain. */
import type { Line, Span, Tone } from '../drawing/line.ts';

/** https://go.dev/ref/spec#Keywords */
const keywords =
  'break|case|chan|const|continue|default|defer|else|fallthrough|for|func|go|goto|if|import|interface|map|package|range|return|select|struct|switch|type|var';
/** https://go.dev/ref/spec#Predeclared_identifiers: types and constants; functions read well without colour. */
const predeclared =
  'any|bool|byte|comparable|error|float32|float64|int|int8|int16|int32|int64|rune|string|uint|uint8|uint16|uint32|uint64|uintptr|true|false|iota|nil';

type Rule = readonly [pattern: string, tone: Tone | undefined];

const go: readonly Rule[] = [
  ['//.*|/\\*.*?(?:\\*/|$)', 'comment'],
  ['"(?:\\\\.|[^"\\\\])*"?|`[^`]*`?|\'(?:\\\\.|[^\'\\\\])*\'', 'string'],
  [`\\b(?:${keywords})\\b`, 'keyword'],
  [`\\b(?:${predeclared})\\b`, 'name'],
  ['\\b\\d[\\d_.xXa-fA-F]*\\b', 'number'],
  ['[\\w]+', undefined],
];
const shell: readonly Rule[] = [
  ['#.*', 'comment'],
  ['^\\s*[$>] ', 'quiet'],
  ['"(?:\\\\.|[^"\\\\])*"|\'[^\']*\'', 'string'],
  ['[^\\s"\'#]+', undefined],
];
const yaml: readonly Rule[] = [
  ['#.*', 'comment'],
  ['^\\s*(?:- )?[\\w./-]+(?=:)', 'name'],
  ['"(?:\\\\.|[^"\\\\])*"|\'[^\']*\'', 'string'],
  ['[^\\s"\'#]+', undefined],
];
const json: readonly Rule[] = [
  ['"(?:\\\\.|[^"\\\\])*"(?=\\s*:)', 'name'],
  ['"(?:\\\\.|[^"\\\\])*"', 'string'],
  ['\\b(?:true|false|null)\\b', 'keyword'],
  ['-?\\b\\d[\\d.eE+-]*', 'number'],
];
const docker: readonly Rule[] = [
  ['^\\s*#.*', 'comment'],
  [
    '^\\s*(?:FROM|RUN|COPY|ADD|ENV|ARG|WORKDIR|USER|EXPOSE|ENTRYPOINT|CMD|LABEL|HEALTHCHECK|STOPSIGNAL)\\b|\\bAS\\b',
    'keyword',
  ],
  ['"(?:\\\\.|[^"\\\\])*"', 'string'],
  ['[^\\s"]+', undefined],
];

const languages: Record<string, readonly Rule[]> = {
  go,
  java: go.map(([pattern, tone]) =>
    tone === 'keyword'
      ? [
          `\\b(?:class|public|private|final|new|return|void|static|import|package|if|else|for|try|catch|throws|throw|fun|val|var)\\b`,
          tone,
        ]
      : [pattern, tone],
  ),
  sh: shell,
  shell,
  bash: shell,
  console: shell,
  yaml,
  yml: yaml,
  json,
  dockerfile: docker,
  docker,
};
languages.kotlin = languages.java ?? go;

/** The language of a file, as its code blocks would name it; '' where there are no colours for it. */
export function languageOf(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (/^Dockerfile|\.dockerfile$/i.test(name)) return 'dockerfile';
  const ending = name.includes('.') ? name.slice(name.lastIndexOf('.') + 1).toLowerCase() : '';
  return ending in languages ? ending : '';
}

const compiled = new Map<readonly Rule[], RegExp>();

export function highlight(row: string, lang: string): Line {
  const rules = languages[lang.toLowerCase().split(/[\s,{]/)[0] ?? ''];
  if (!rules) return row === '' ? [] : [{ text: row }];
  const pattern = compiled.get(rules) ?? new RegExp(rules.map(([one]) => `(${one})`).join('|'), 'g');
  compiled.set(rules, pattern);
  const spans: Span[] = [];
  let end = 0;
  for (const match of row.matchAll(pattern)) {
    if (match.index > end) spans.push({ text: row.slice(end, match.index) });
    const rule = rules[match.slice(1).findIndex((group) => group !== undefined)];
    spans.push(rule?.[1] ? { text: match[0], tone: rule[1] } : { text: match[0] });
    end = match.index + match[0].length;
  }
  return end < row.length ? [...spans, { text: row.slice(end) }] : spans;
}
