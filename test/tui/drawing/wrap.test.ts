import { expect, test } from 'vitest';
import { type Line, textOf } from '../../../src/tui/drawing/line.ts';
import { widthOfLine } from '../../../src/tui/drawing/width.ts';
import { wrap, wrapCode, wrapHard, wrapText } from '../../../src/tui/drawing/wrap.ts';
import { highlight } from '../../../src/tui/markdown/highlight.ts';

const texts = (lines: readonly Line[]) => lines.map(textOf);

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
