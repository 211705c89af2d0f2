import { expect, test } from 'vitest';
import { isSettled } from '../../../checks/02-parallel-fetch/no-leak.ts';

test.each([
  [200, 1, true],
  [500, 1, false],
  [500, 5, true],
  [504, 1, false],
  [504, 100, false],
])('a warm-up answered with %d at try %d is settled: %s', (status, tries, settled) => {
  expect(isSettled({ status }, tries)).toBe(settled);
});
