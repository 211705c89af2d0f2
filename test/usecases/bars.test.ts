import { expect, test } from 'vitest';
import { barsOf } from '../../src/usecases/bars.ts';

const row = { name: 'startup', title: 'start', value: 7, unit: 'ms' } as const;

test("the learner's number comes first, a range is drawn by its far end", () => {
  const beside = [
    { label: 'the lesson', least: 50, value: 100 },
    { label: 'Spring Boot', least: 500, value: 20_000 },
    { label: 'a JVM', value: 300 },
  ];
  expect(barsOf({ ...row, beside })).toEqual([
    { label: 'yours', value: 7, says: '7 ms' },
    { label: 'the lesson', value: 100, says: '50–100 ms' },
    { label: 'Spring Boot', value: 20_000, says: '500 ms–20 s' },
    { label: 'a JVM', value: 300, says: '300 ms' },
  ]);
});

test('without claims there is nothing to compare, and no bar', () => {
  expect(barsOf(row)).toEqual([]);
  expect(barsOf({ ...row, claim: '50–100 ms' })).toEqual([]);
});
