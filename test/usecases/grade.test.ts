/** The verdicts stand, whatever becomes of the clean-up after them. */
import { expect, test, vi } from 'vitest';
import { check, stage } from '../../src/kit/index.ts';
import { gradeBy } from '../../src/usecases/grade.ts';

vi.mock('../../src/harness/index.ts', () => ({
  openHarness: async () => ({
    contextFor: () => ({}),
    lacks: async () => undefined,
    lackOf: () => undefined,
    close: async () => {
      throw new Error('the engine has gone');
    },
  }),
}));

const entry = { id: '01-a', number: 1, slug: 'a', exercise: '/e', solution: '/s' };
const grading = { entry, folder: '/f', env: {}, signal: new AbortController().signal };
const passes = stage({ title: 'A', needs: [], checks: [check('one', 'passes', async () => {})] });

test('a clean-up that fails after a pass is told apart from the pass', async () => {
  const onLeftovers = vi.fn();
  expect(await gradeBy(passes, { ...grading, onLeftovers })).toMatchObject({ outcome: 'passed' });
  expect(onLeftovers).toHaveBeenCalledExactlyOnceWith(new Error('the engine has gone'));
});

test('where nobody is told, it is thrown', async () => {
  await expect(gradeBy(passes, grading)).rejects.toThrow('the engine has gone');
});
