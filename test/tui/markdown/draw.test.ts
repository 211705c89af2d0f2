import { expect, test } from 'vitest';
import { type Line, textOf } from '../../../src/tui/drawing/line.ts';
import { widthOfLine } from '../../../src/tui/drawing/width.ts';
import { drawBlocks } from '../../../src/tui/markdown/draw.ts';
import { highlight } from '../../../src/tui/markdown/highlight.ts';
import { parseMarkdown } from '../../../src/tui/markdown/parse.ts';

const texts = (lines: readonly Line[]) => lines.map(textOf);

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

test.each([
  ['write `Name string `json:"name"``.', 'write Name string `json:"name"`.'],
  ['write `` Name string `json:"name"` `` here', 'write Name string `json:"name"` here'],
  ['`x` and ``a `b` c``, `y`', 'x and a `b` c, y'],
  ['`x` and `y`', 'x and y'],
])('backticks inside of code survive: %s', (text, drawn) => {
  expect(texts(drawBlocks(parseMarkdown(text), 80))).toEqual([drawn]);
});

test('a table never gets wider than the window', () => {
  const wide = `| one | two |\n| --- | --- |\n| ${'word '.repeat(30)} | ${'other '.repeat(30)} |\n`;
  for (const row of drawBlocks(parseMarkdown(wide), 50)) expect(widthOfLine(row)).toBeLessThanOrEqual(52);
});

test('two columns of words stay two columns in a narrow window', () => {
  const block =
    '```text\n@Autowired   an argument\nthread pool  a goroutine for each request\n             of a client\nexit code    0\n```\n';
  expect(texts(drawBlocks(parseMarkdown(block), 34))).toEqual([
    '  @Autowired   an argument',
    '  thread pool  a goroutine for',
    '               each request of a',
    '               client',
    '  exit code    0',
  ]);
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
