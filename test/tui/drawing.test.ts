/** Widths, wrapping, markdown, numbers: what every screen is made of. */
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { amount } from '../../src/kit/index.ts';
import cells from '../../src/tui/drawing/cells.ts';
import { type Line, textOf } from '../../src/tui/drawing/line.ts';
import { harmless, showBlanks, untab } from '../../src/tui/drawing/plain.ts';
import { clip, clipMiddle, padLine, widthOf, widthOfLine } from '../../src/tui/drawing/width.ts';
import { wrap, wrapCode, wrapHard, wrapText } from '../../src/tui/drawing/wrap.ts';
import { drawBlocks } from '../../src/tui/markdown/draw.ts';
import { highlight } from '../../src/tui/markdown/highlight.ts';
import { parseMarkdown } from '../../src/tui/markdown/parse.ts';

const texts = (lines: readonly Line[]) => lines.map(textOf);

test('our count of cells agrees with string-width for every character it knows by itself', () => {
  const characters = Array.from({ length: 0x2800 }, (_, code) => String.fromCodePoint(code));
  expect(characters.filter((one) => cells(one) !== stringWidth(one))).toEqual([]);
});

test.each(['日本', 'e\u0301', '👍🏽', '\u001b[31mred\u001b[39m', '❤️', 'a─b', '⌚'])(
  '%s is as wide as string-width says',
  (text) => {
    expect(cells(text)).toBe(stringWidth(text));
  },
);

test('clipping never cuts a wide character in half', () => {
  expect(clip('日本語', 4)).toBe('日…');
  expect(widthOf(clip('日本語', 5))).toBeLessThanOrEqual(5);
  expect(clip('short', 10)).toBe('short');
  expect(clipMiddle('/home/ada/work/go-cloud-workshop', 20)).toMatch(/^\/home.*….*workshop$/);
  expect(widthOfLine(padLine([{ text: '日本' }], 7))).toBe(7);
});

test('wrapping breaks at blanks, keeps punctuation with its word, and breaks what is longer than a line', () => {
  expect(texts(wrapText('one two three', 9))).toEqual(['one two', 'three']);
  expect(texts(wrap([{ text: 'see ' }, { text: 'main.go', tone: 'code' }, { text: ', line 3' }], 11))).toEqual([
    'see',
    'main.go,',
    'line 3',
  ]);
  expect(texts(wrapText('abcdefghij', 4))).toEqual(['abcd', 'efgh', 'ij']);
  expect(texts(wrapText('a\n\nb', 10))).toEqual(['a', '', 'b']);
  expect(texts(wrapText('aa bb cc', 6, { first: [{ text: '- ' }], rest: [{ text: '  ' }] }))).toEqual([
    '- aa',
    '  bb',
    '  cc',
  ]);
});

test('what a program printed keeps every blank', () => {
  expect(texts(wrapHard([{ text: '  a  b' }], 4, [{ text: '>' }]))).toEqual(['  a ', '> b']);
  expect(untab('\tx', 4)).toBe('    x');
  expect(untab('ab\tx', 4)).toBe('ab  x');
  expect(showBlanks('\tok  ')).toBe('→   ok··');
});

test('code goes on at a blank, under its own indentation', () => {
  const mark = [{ text: '  ↪ ' }];
  expect(texts(wrapCode(highlight('    x := 1 // a long comment about it', 'go'), 24, mark))).toEqual([
    '    x := 1 // a long',
    '      ↪ comment about it',
  ]);
  expect(texts(wrapCode([{ text: 'short' }], 24, mark))).toEqual(['short']);
  for (const row of wrapCode([{ text: `${' '.repeat(30)}${'long'.repeat(20)}` }], 24, mark))
    expect(widthOfLine(row)).toBeLessThanOrEqual(24);
});

test('nothing that steers a terminal gets through', () => {
  expect(harmless('a\u001b[2Jb\u001b]0;title\u0007c\u0000\u202ed')).toBe('abc··d');
  expect(harmless('one\r\ntwo\rthree')).toBe('one\ntwo\nthree');
});

const lesson = `# Title

A *calm* paragraph with \`code\`, **bold** and [a link](https://go.dev).

> **Coming from Spring** there is no container.

1. first
2. second
   - nested

| a | b |
| --- | ---: |
| x | 1 |

\`\`\`go
func main() { // start
\`\`\`
`;

test('a lesson is drawn with headings, lists, boxes, tables and code', () => {
  const drawn = texts(drawBlocks(parseMarkdown(lesson), 60));
  expect(drawn).toContain('Title');
  expect(drawn).toContain('A calm paragraph with code, bold and a link');
  expect(drawn.join('\n')).toContain('(https://go.dev).');
  expect(drawn).toContain('▌ Coming from Spring there is no container.');
  expect(drawn).toContain('1. first');
  expect(drawn.some((row) => /^ {3}• nested/.test(row))).toBe(true);
  expect(drawn.some((row) => /^x +1/.test(row))).toBe(true);
  expect(drawn).toContain('  func main() { // start');
});

test('a table never gets wider than the window', () => {
  const wide = `| one | two |\n| --- | --- |\n| ${'word '.repeat(30)} | ${'other '.repeat(30)} |\n`;
  for (const row of drawBlocks(parseMarkdown(wide), 50)) expect(widthOfLine(row)).toBeLessThanOrEqual(52);
});

test('Go is coloured by its tokens; the text stays as it was', () => {
  const row = '\treturn "a // b", 42 // done';
  const spans = highlight(row, 'go');
  expect(textOf(spans)).toBe(row);
  const toneOf = (text: string) => spans.find((span) => span.text === text)?.tone;
  expect([toneOf('return'), toneOf('"a // b"'), toneOf('42'), toneOf('// done')]).toEqual([
    'keyword',
    'string',
    'number',
    'comment',
  ]);
  expect(textOf(highlight('anything at all', 'brainfuck'))).toBe('anything at all');
});

test.each([
  [6_100_000, 'bytes', '6.1 MB'],
  [512, 'bytes', '512 B'],
  [74, 'ms', '74 ms'],
  [7.25, 'ms', '7.3 ms'],
  [1234, 'ms', '1.2 s'],
  [3, 'count', '3'],
] as const)('%d %s is said as %s', (value, unit, says) => {
  expect(amount(value, unit)).toBe(says);
});
