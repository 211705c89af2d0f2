import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import cells from '../../../src/tui/drawing/cells.ts';
import { clip, clipMiddle, padLine, widthOf, widthOfLine } from '../../../src/tui/drawing/width.ts';

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
