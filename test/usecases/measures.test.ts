import { expect, test } from 'vitest';
import { check, stage } from '../../src/kit/index.ts';
import { measured, measuresOf } from '../../src/usecases/measures.ts';

const one = stage({
  title: 'A',
  needs: [],
  checks: [check('one', 'passes', async () => {})],
  measures: { lost: { title: 'requests lost', outOf: 'sent' }, memory: { title: 'memory' } },
});
const count = (value: number) => ({ value, unit: 'count' as const });
const said = (numbers: Parameters<typeof measuresOf>[1]) =>
  measuresOf(one, numbers).map((row) => [row.title, measured(row)]);

test('a part stands beside its whole, in one line', () => {
  const numbers = { lost: count(0), sent: count(3561), memory: { value: 5e6, unit: 'bytes' as const } };
  expect(said({ numbers })).toEqual([
    ['requests lost', '0 of 3,561'],
    ['memory', '5 MB'],
  ]);
});

test('without its whole it stands alone', () => {
  expect(said({ numbers: { lost: count(2) } })).toEqual([['requests lost', '2']]);
});
