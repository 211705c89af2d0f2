import { expect, test } from 'vitest';
import { lastLine, line, ofVitest, settle, sum } from '../../tools/test/tally.ts';

test('adds up and prints one line', () => {
  expect(
    line(
      sum([
        { passed: 1, failed: 2, skipped: 3 },
        { passed: 10, failed: 0, skipped: 1 },
      ]),
    ),
  ).toBe('11 passed, 2 failed, 4 skipped');
});

test('finds the last tally in what a program printed', () => {
  expect(lastLine('1 passed, 0 failed, 0 skipped\nmore\n5 passed, 1 failed, 2 skipped\n')).toEqual({
    passed: 5,
    failed: 1,
    skipped: 2,
  });
  expect(lastLine('it broke')).toBeUndefined();
});

test('what did not run is not green', () => {
  expect(settle(undefined, 0).failed).toBe(1);
  expect(settle({ passed: 0, failed: 0, skipped: 0 }, 0).failed).toBe(1);
  expect(settle({ passed: 5, failed: 0, skipped: 0 }, 1).failed).toBe(1);
  expect(settle({ passed: 5, failed: 0, skipped: 0 }, null).failed).toBe(1);
  expect(settle({ passed: 5, failed: 0, skipped: 1 }, 0)).toEqual({ passed: 5, failed: 0, skipped: 1 });
});

test("counts vitest's pending and todo as skipped", () => {
  expect(ofVitest({ numPassedTests: 4, numFailedTests: 1, numTotalTests: 7 })).toEqual({
    passed: 4,
    failed: 1,
    skipped: 2,
  });
});
