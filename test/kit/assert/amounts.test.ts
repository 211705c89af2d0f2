import { expect, test } from 'vitest';
import { amount } from '../../../src/kit/index.ts';

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
