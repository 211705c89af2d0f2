/** The verdicts stand, whatever becomes of the clean-up after them, and do not wait for it. */
import { beforeEach, expect, test, vi } from 'vitest';
import { check, stage } from '../../src/kit/index.ts';
import { gradeBy, judgeBy } from '../../src/usecases/grade.ts';

let close: () => Promise<void>;

vi.mock('../../src/harness/index.ts', () => ({
  openHarness: async () => ({
    contextFor: () => ({}),
    lacks: async () => undefined,
    lackOf: () => undefined,
    close: () => close(),
    openFiles: () => 1_000,
  }),
}));

const entry = { id: '01-a', number: 1, optional: false, slug: 'a', exercise: '/e', solution: '/s' };
const grading = { entry, folder: '/f', env: {}, signal: new AbortController().signal };
const passes = stage({ title: 'A', needs: [], checks: [check('one', 'passes', async () => {})] });

beforeEach(() => {
  close = async () => {
    throw new Error('the engine has gone');
  };
});

test('a clean-up that fails after a pass is told apart from the pass', async () => {
  const onLeftovers = vi.fn();
  expect(await gradeBy(passes, { ...grading, onLeftovers })).toMatchObject({ outcome: 'passed' });
  expect(onLeftovers).toHaveBeenCalledExactlyOnceWith(new Error('the engine has gone'));
});

test('where nobody is told, it is thrown', async () => {
  await expect(gradeBy(passes, grading)).rejects.toThrow('the engine has gone');
});

test('the verdict is known while the clean-up goes on, which whoever grades a folder waits for', async () => {
  const gone = Promise.withResolvers<void>();
  close = () => gone.promise;
  let whole = false;
  const grades = gradeBy(passes, grading).then(() => {
    whole = true;
  });
  let clean = false;
  const { run, cleaned } = await judgeBy(passes, grading);
  const ends = cleaned.then(() => {
    clean = true;
  });
  expect(run.outcome).toBe('passed');
  await new Promise((resolve) => setImmediate(resolve));
  expect([whole, clean]).toEqual([false, false]);
  gone.resolve();
  await Promise.all([grades, ends]);
});
