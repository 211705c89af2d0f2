/** YAML is read as kubectl reads it; what is expected here is what sigs.k8s.io/yaml and kubectl's cut into documents make of it. */
import { describe, expect, it } from 'vitest';
import { readYaml } from '../../../../src/harness/kubernetes/manifests/yaml.ts';

const values = (text: string) => {
  const { documents, problems } = readYaml('k8s/a.yaml', text);
  expect(problems).toEqual([]);
  return documents.map(({ value }) => value);
};
const problems = (text: string) => readYaml('k8s/a.yaml', text).problems;

describe('what kubectl takes', () => {
  it.each<[string, string, unknown[]]>([
    [
      '1.1 booleans',
      'a: yes\nb: No\nc: ON\nd: y\ne: oN\nf: "no"\n',
      [{ a: true, b: false, c: true, d: true, e: 'oN', f: 'no' }],
    ],
    [
      '1.1 numbers',
      'a: 010\nb: 0x1F\nc: 0o17\nd: 08\ne: 1_000\nf: 0b11\n',
      [{ a: 8, b: 31, c: 15, d: 8, e: 1000, f: 3 }],
    ],
    ['floats that are whole', 'a: 2.0\nb: 1e3\nc: 1.\nd: .5\n', [{ a: 2, b: 1000, c: 1, d: 0.5 }]],
    ['dates and times as text', 'a: 2020-01-02\nb: 12:30:45\n', [{ a: '2020-01-02', b: '12:30:45' }]],
    ['nothing', 'a: ~\nb: null\nc:\nd: ""\n', [{ a: null, b: null, c: null, d: '' }]],
    ['keys that are no text', '1: a\n1.5: b\non: c\n', [{ 1: 'a', 1.5: 'b', true: 'c' }]],
    ['tags', 'a: !!str 5\nb: !!int "5"\nc: !own d\ne: !!binary aGk=\n', [{ a: '5', b: 5, c: 'd', e: 'hi' }]],
    ['anchors', 'a: &x {b: c}\nd: *x\n', [{ a: { b: 'c' }, d: { b: 'c' } }]],
    ['the newest anchor of a name', 'a: &x 1\nb: &x 2\nc: *x\n', [{ a: 1, b: 2, c: 2 }]],
    ['merge keys', 'a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\n', [{ a: { b: 1, c: 2 }, d: { b: 1, c: 3 } }]],
    ['a merge key below, which wins', 'a: &x {b: 1}\nd:\n  b: 3\n  <<: *x\n', [{ a: { b: 1 }, d: { b: 1 } }]],
    ['a list of merges', 'z:\n  <<: [{a: 1}, {a: 2, b: 3}]\n', [{ z: { a: 1, b: 3 } }]],
    ['a quoted <<, which is a key', 'z: {"<<": {a: 1}}\n', [{ z: { '<<': { a: 1 } } }]],
    ['empty documents', '---\n# only this\n---\na: 1\n---\n---\n', [{ a: 1 }]],
    ['no document at all', '# nothing\n', []],
    ['a comment on the line between documents', 'a: 1\n--- # next\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    ['a character by its number', 'a: "b\\u0041c"\n', [{ a: 'bAc' }]],
    ['a byte order mark', '\ufeffa: 1\n', [{ a: 1 }]],
    ['CRLF', 'a: 1\r\n---\r\nb: |\r\n  x\r\n  y\r\n', [{ a: 1 }, { b: 'x\ny\n' }]],
    ['tabs behind a colon and before a comment', 'a:\tb\nc: d\t# e\n', [{ a: 'b', c: 'd' }]],
    ['tabs between brackets', 'a: {\tb: c }\nd: [\n\te\n]\n', [{ a: { b: 'c' }, d: ['e'] }]],
    ['brackets that close at the left', 'a: [\nb,\nc\n]\n', [{ a: ['b', 'c'] }]],
    ['line breaks of old', 'a: 1\rb: 2\u0085c: 3 # d\u2028e: 4\u2029', [{ a: 1, b: 2, c: 3, e: 4 }]],
    ['JSON', '{\n\t"a": [1, true]\n}\n', [{ a: [1, true] }]],
    ['an end of the document', 'a: 1\n...\n---\nb: 2\n', [{ a: 1 }, { b: 2 }]],
  ])('%s', (_what, text, expected) => expect(values(text)).toEqual(expected));
});

describe('what kubectl refuses', () => {
  it.each<[string, string, object, { line: number; column?: number }]>([
    ['an alias of nothing', 'a: b\nc: *x\n', { kind: 'yaml-syntax', said: /no anchor &x/ }, { line: 2, column: 4 }],
    ['an alias from another document', 'a: &x 1\n---\nb: *x\n', { kind: 'yaml-syntax' }, { line: 3 }],
    ['an anchor inside itself', 'a: &x\n  - *x\n', { kind: 'yaml-syntax', said: /contains itself/ }, { line: 2 }],
    ['a merge of text', 'a: 1\n<<: b\n', { kind: 'yaml-syntax', said: /<< wants/ }, { line: 2 }],
    ['infinity', 'a: .inf\n', { kind: 'yaml-syntax' }, { line: 1 }],
    ['null as a key', 'a: 1\n~: b\n', { kind: 'yaml-syntax' }, { line: 2 }],
    ['a tag that does not fit', 'a: !!int b\n', { kind: 'yaml-syntax' }, { line: 1 }],
    ['a tab that indents', 'a:\n\tb: c\n', { kind: 'yaml-tab' }, { line: 2 }],
    ['a tab before all', '\ta: b\n', { kind: 'yaml-tab' }, { line: 1 }],
    ['a tab before a comment', 'a:\n  b: c\n \t# d\n  e: f\n', { kind: 'yaml-tab' }, { line: 3, column: 2 }],
    ['a tab behind a dash', '- a\n-\tb\n', { kind: 'yaml-tab' }, { line: 2, column: 2 }],
    ['a tab alone on its line', 'a:\n  b: c\n\t\n', { kind: 'yaml-tab' }, { line: 3, column: 1 }],
    ['text behind the dashes', 'a: 1\n--- b\n', { kind: 'yaml-separator' }, { line: 2, column: 1 }],
    ['a directive', '%YAML 1.1\n---\na: 1\n', { kind: 'yaml-structure' }, { line: 1 }],
    ['a control character', 'a: 1\nb: x\u0001\n', { kind: 'yaml-structure', said: /U\+0001/ }, { line: 2, column: 5 }],
    ['half of a pair of surrogates', 'a: "\\ud83d\\ude00"\n', { kind: 'yaml-syntax' }, { line: 1 }],
    ['an escape of JSON', 'a: "\\/"\n', { kind: 'yaml-syntax' }, { line: 1 }],
    ['two values on a line', 'a: b: c\n', {}, { line: 1 }],
    [
      'a no-break space behind a colon',
      'a:\u00a01\nb: 2\n',
      { kind: 'yaml-unseen', character: '\u00a0' },
      { line: 1, column: 3 },
    ],
    [
      'a line that ends in a comment',
      '# a\u2028b\nc: 1\n',
      { kind: 'yaml-unseen', character: '\u2028' },
      { line: 1, column: 4 },
    ],
    [
      'what git leaves behind',
      'a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> c\n',
      { kind: 'merge-conflict' },
      { line: 2 },
    ],
    ['a template', 'a: 1\nb: {{ .Values.b }}\n', { kind: 'yaml-template' }, { line: 2, column: 4 }],
    ['an indentation that goes back half way', 'a:\n    b: 1\n  c: 2\n', { kind: 'yaml-structure' }, { line: 3 }],
  ])('%s', (_what, text, { said, ...expected }: { said?: RegExp }, place) => {
    const [first] = problems(text);
    expect(first).toMatchObject({ ...expected, at: place });
    if (said) expect((first as { said?: string }).said).toMatch(said);
  });

  it('aliases that expand to a billion', () => {
    const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name, index, all) => {
      const inner = index === 0 ? 'x' : `*${all[index - 1]}`;
      return `${name}: &${name} [${Array.from({ length: 10 }, () => inner).join(', ')}]`;
    });
    expect(problems(rows.join('\n'))[0]).toMatchObject({ said: 'Aliases expand to too much', at: { line: 4 } });
  });

  it('what is nested ten thousand deep', () => {
    expect(problems(`a: ${'['.repeat(20_000)}\n`)[0]).toMatchObject({ kind: expect.stringMatching(/^yaml-/) });
    expect(problems('- '.repeat(20_000))[0]).toMatchObject({ kind: 'yaml-syntax' });
  });

  it.each([
    ['dashes without end', `\t\n${'-  '.repeat(60)}x\n`],
    ['lines of a tab', '- "\n\tx"\n'.repeat(10_000)],
    ['a line of blanks above a tab', `a: b${' '.repeat(200_000)}c\n\td\n`],
  ])('%s, in no time that grows with the square of the length', (_what, text) =>
    expect(problems(text).length).toBeLessThan(2),
  );

  it('more than an API server takes', () => {
    expect(problems(`a: ${'x'.repeat(3 * 2 ** 20)}\n`)[0]).toMatchObject({ kind: 'too-large' });
  });
});

describe('what kubectl takes otherwise than it is meant', () => {
  it('is a key that occurs twice, also under two names', () => {
    expect(problems('a: 1\nb: 2\na: 3\n')).toMatchObject([{ kind: 'yaml-duplicate-key', at: { line: 3 } }]);
    expect(problems('true: 1\nyes: 2\n')).toMatchObject([{ kind: 'yaml-duplicate-key', at: { line: 2 } }]);
  });
  it('is what follows the end of a document', () => {
    expect(problems('a: 1\n...\nb: 2\n')).toMatchObject([{ kind: 'yaml-after-end', at: { line: 3 } }]);
  });
});

it('a place behind an alias or a merge is where it is written', () => {
  const [document] = readYaml('k8s/a.yaml', 'a: &x\n  b: 1\nc:\n  <<: *x\n  d: *x\n').documents;
  expect(document?.where(['c', 'b'])).toMatchObject({ line: 2, column: 3 });
  expect(document?.where(['c', 'd', 'b'])).toMatchObject({ line: 2, column: 3 });
  expect(document?.where(['c', 'd'])).toMatchObject({ line: 5, column: 3 });
});
