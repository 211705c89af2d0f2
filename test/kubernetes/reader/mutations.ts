/** Manifests as hands break them: seeded, so that the same number always makes the same file. */

/** https://en.wikipedia.org/wiki/Linear_congruential_generator, Numerical Recipes' constants. */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Pick = <T>(from: readonly T[]) => T;
type Mutation = (lines: string[], pick: Pick) => string[];

const values = [
  ...[
    'yes',
    'no',
    'on',
    'Off',
    'y',
    'true',
    'null',
    '~',
    '',
    '""',
    "'x'",
    '"5"',
    '{}',
    '[]',
    '[1, 2]',
    '{a: b}',
    '- a',
  ],
  ...[
    '5',
    '5.0',
    '1e1',
    '2.5',
    '010',
    '0x10',
    '0o17',
    '1_0',
    '-1',
    '99999999999',
    '1e400',
    '.inf',
    '12:30',
    '2026-01-31',
  ],
  ...[
    '*x',
    '&x y',
    '!!str 5',
    '!!int "5"',
    '!!binary aGk=',
    '!own x',
    '@x',
    '`x`',
    '%x',
    '{',
    '[',
    ']',
    '|',
    '>-',
    '"',
    "'",
  ],
  ...[
    'a: b',
    'a #b',
    'a#b',
    '#b',
    ':x',
    'x:',
    '? x',
    '"\\/"',
    '"\\x41"',
    '"\\q"',
    '\u00a0x',
    '\u200bx',
    '64MB',
    '$(X)',
  ],
];

const between = [
  '---',
  '--- # here',
  '--- x',
  '...',
  '# a comment',
  '',
  '\t',
  '  \t',
  '%YAML 1.1',
  '<<: {a: b}',
  '- x',
  'x',
  'x: y',
];

const at = (lines: readonly string[], pick: Pick) =>
  pick([...lines.keys()].filter((index) => lines[index]?.trim() !== ''));
const change = (lines: string[], index: number, by: (line: string) => string[]) =>
  lines.toSpliced(index, 1, ...by(lines[index] ?? ''));
const onLine =
  (by: (line: string, pick: Pick) => string[]): Mutation =>
  (lines, pick) =>
    change(lines, at(lines, pick), (line) => by(line, pick));
const onValue =
  (by: (value: string, pick: Pick) => string): Mutation =>
  (lines, pick) => {
    const index = pick([...lines.keys()].filter((one) => /: \S/.test(lines[one] ?? '')));
    return change(lines, index, (line) => [line.replace(/: (.*)$/, (_, value) => `: ${by(value, pick)}`)]);
  };
const whole =
  (by: (text: string) => string): Mutation =>
  (lines) =>
    by(lines.join('\n')).split('\n');

const mutations: Record<string, Mutation> = {
  'a value replaced': onValue((_, pick) => pick(values)),
  'a value replaced too': onValue((_, pick) => pick(values)),
  'a value replaced again': onValue((_, pick) => pick(values)),
  'a value quoted': onValue((value, pick) => pick([`"${value}"`, `'${value}'`, `"${value}`, `${value}"`])),
  'a tab behind the colon': onValue((value) => `\t${value}`),
  'a comment behind a value': onValue((value, pick) => value + pick([' # c', '#c', '\t# c'])),
  'one space more': onLine((line) => [` ${line}`]),
  'two spaces more': onLine((line) => [`  ${line}`]),
  'one space less': onLine((line) => [line.replace(/^ /, '')]),
  'two spaces less': onLine((line) => [line.replace(/^ {2}/, '')]),
  'a tab for the indentation': onLine((line) => [line.replace(/^ +/, '\t')]),
  'a tab behind the indentation': onLine((line) => [line.replace(/^( *)/, '$1\t')]),
  'a tab behind a dash': onLine((line) => [line.replace(/- /, '-\t')]),
  'a no-break space in the indentation': onLine((line) => [line.replace(/^ /, '\u00a0')]),
  'a control character': onLine((line, pick) => [line + pick(['\u0001', '\u007f', '\u0000', '\u001b[31m'])]),
  'a line left out': onLine(() => []),
  'a line twice': onLine((line) => [line, line]),
  'two lines exchanged': (lines, pick) => {
    const index = at(lines.slice(0, -1), pick);
    return lines.toSpliced(index, 2, lines[index + 1] ?? '', lines[index] ?? '');
  },
  'a colon left out': onLine((line) => [line.replace(':', '')]),
  'the space behind the colon left out': onLine((line) => [line.replace(': ', ':')]),
  'a letter of a key left out': onLine((line) => [line.replace(/(\w)\w(\w*:)/, '$1$2')]),
  'a key in another case': onLine((line) => [
    line.replace(/([a-z])(\w*:)/, (_, first, rest) => first.toUpperCase() + rest),
  ]),
  'a key in quotes': onLine((line) => [line.replace(/(\w+):/, '"$1":')]),
  'something between two lines': onLine((line, pick) => [line, pick(between)]),
  'something else between two lines': onLine((line, pick) => [line, pick(between)]),
  'an anchor and an alias': (lines, pick) => {
    const anchored = onValue((value) => `&x ${value}`)(lines, pick);
    return onValue((value) => (value.startsWith('&') ? value : '*x'))(anchored, pick);
  },
  'cut in the middle': (lines, pick) => {
    const text = lines.join('\n');
    return text.slice(0, pick([...text].map((_, index) => index))).split('\n');
  },
  CRLF: whole((text) => text.replaceAll('\n', '\r\n')),
  'a byte order mark': whole((text) => `\ufeff${text}`),
  'in a list': (lines) => [
    'apiVersion: v1',
    'kind: List',
    'items:',
    ...lines.map((line, index) => `${index === 0 ? '- ' : '  '}${line}`),
  ],
  'brackets over several lines': whole((text) => text.replace(/\n( *)drop:\n *- ALL/, '\n$1drop: [\nALL\n]')),
};

export type Mutant = { name: string; text: string };

/** Each mutation in turn, on each text in turn. */
export function mutants(texts: readonly string[], count: number): Mutant[] {
  const kinds = Object.entries(mutations);
  return Array.from({ length: count }, (_, number) => {
    const pick = random(number + 1);
    for (let warm = 0; warm < 4; warm += 1) pick(2);
    const [name, mutate] = kinds[number % kinds.length] as [string, Mutation];
    const text = texts[pick(texts.length)] as string;
    const choose: Pick = (from) => from[pick(from.length)] as (typeof from)[number];
    return { name: `${number}: ${name}`, text: mutate(text.split('\n'), choose).join('\n') };
  });
}
