import { expect, test } from 'vitest';
import { harmless, showBlanks, untab } from '../../../src/tui/drawing/plain.ts';

test('nothing that steers a terminal gets through', () => {
  expect(harmless('a\u001b[2Jb\u001b]0;title\u0007c\u0000\u202ed')).toBe('abc··d');
  expect(harmless('one\r\ntwo\rthree')).toBe('one\ntwo\nthree');
});

test('tabs and trailing blanks can be made visible', () => {
  expect(untab('\tx', 4)).toBe('    x');
  expect(untab('ab\tx', 4)).toBe('ab  x');
  expect(showBlanks('\tok  ')).toBe('→   ok··');
});
