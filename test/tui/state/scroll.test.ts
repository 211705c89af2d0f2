import { expect, test } from 'vitest';
import { fromShare, moved, shareOf, topRow } from '../../../src/tui/state/scroll.ts';

test('a position in a text survives a change of window size', () => {
  const half = moved(0, 100, 20, 'last');
  expect(topRow(half, 100)).toBe(100);
  expect(topRow({ top: 50, limit: 100 }, 40)).toBe(20);
  expect(topRow({ top: 50, limit: 100 }, 0)).toBe(0);
  expect(topRow(fromShare(0.5), 90)).toBe(45);
  expect(shareOf(moved(10, 100, 20, 'page-down'))).toBe(0.29);
  expect(moved(0, 100, 20, 'up').top).toBe(0);
});
