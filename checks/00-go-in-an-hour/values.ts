import { check, failIf } from '#kit';
import { type Transferred, transferred } from './findings/values.ts';
import { between } from './random.ts';
import { openStep } from './step.ts';
import { steps } from './steps.ts';

/** Enough, exactly enough, and one too few. The numbers are new each time. */
export const values = check(
  'values',
  'step 1: moves money by the pointers it is given',
  { lesson: '1 · Values and pointers' },
  async (context) => {
    const step = await openStep(context, steps.values);
    const [from, to] = [between(300, 900), between(10, 90)];
    for (const amount of [between(100, from - 1), from, from + 1]) {
      const words = `Transfer of ${amount}, from an account with ${from} to one with ${to},`;
      const result = await step.call<Transferred>('Transfer', [from, to, amount], words);
      failIf(transferred({ from, to, amount }, result, step));
    }
  },
);
