/** Which stage comes next where none is named. */
import { expect, test } from 'vitest';
import { currentStage } from '../../src/usecases/target.ts';
import type { Progress } from '../../src/workspace/progress.ts';

const stages = ['00-way-in', '01-first', '02-second'].map((id, number) => ({
  id,
  number,
  optional: number === 0,
  slug: id.slice(3),
  exercise: '',
  solution: '',
  checker: 'a.ts',
}));

const next = (done: object, current?: string) => {
  const progress = { schema: 1, folder: '', current, stages: done } as Progress;
  return currentStage(stages, progress, undefined).id;
};
const passed = { checkedAt: 'then', finishedAt: 'then' };

test.each([
  [{}, undefined, '00-way-in'],
  [{ 'way-in': { checkedAt: 'then' } }, 'way-in', '00-way-in'],
  [{ 'way-in': passed }, 'way-in', '01-first'],
  // Whoever began elsewhere is not sent back to the way in.
  [{ first: { checkedAt: 'then' } }, undefined, '01-first'],
  [{ first: passed }, 'first', '02-second'],
  [{ second: passed }, 'second', '01-first'],
  [{ first: passed, second: passed }, 'second', '02-second'],
])('of %j, after %s: %s', (done, current, id) => {
  expect(next(done, current)).toBe(id);
});
