import { expect, test } from 'vitest';
import { neighbour } from '../../../src/tui/screens/neighbour.ts';

test('a list ends at its ends', () => {
  expect(neighbour(['a', 'b', 'c'], 2, 'down')).toBe('c');
  expect(neighbour(['a', 'b', 'c'], 1, 'first')).toBe('a');
  expect(neighbour([], 0, 'down')).toBeUndefined();
});
