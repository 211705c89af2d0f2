import { type CallOutcome, check, eventually, fail, failIf, type Goroutine } from '#kit';
import { answered, leftBehind, noEnd, type Raced } from './findings/goroutines.ts';
import { notReturned } from './findings/not-returned.ts';
import { between } from './random.ts';
import { openStep, type Step } from './step.ts';
import { steps } from './steps.ts';

/** A goroutine that can end does so in microseconds. */
const leakMs = 3_000;

/**
 * No source answers before all have been called, so one after the other never gets anywhere. Of those, first one alone
 * answers; then none does, and quit is closed.
 */
export const goroutines = check(
  'goroutines',
  'step 7: asks all at once, and takes the first answer',
  { lesson: '7 · Goroutines, channels, select' },
  async (context) => {
    const step = await openStep(context, steps.goroutines);
    const count = between(3, 6);
    const which = between(0, count - 1);
    const asked = { count, which };
    failIf(answered(asked, await raced(step, 'First', [count, which], `First with ${count} sources`), step));
    failIf(leftBehind(await left(step), step));
    const quit = await raced(step, 'Quit', [count], 'First whose quit is closed');
    failIf(answered({ count }, quit, step));
    failIf(leftBehind(await left(step), step));
  },
);

async function raced(step: Step, name: string, args: readonly number[], words: string): Promise<Raced> {
  const outcome: CallOutcome = await step.outcome(name, args);
  if (outcome.kind === 'returned') return outcome.value as Raced;
  if (outcome.kind === 'stuck') failIf(noEnd(name === 'Quit' ? 'quit' : 'answer', outcome, step));
  return fail(notReturned(words, outcome, { ...step, info: steps.goroutines }));
}

async function left(step: Step): Promise<readonly Goroutine[]> {
  let found: readonly Goroutine[] = [];
  await eventually(leakMs, async () => {
    found = await step.goroutines('A goroutine of First');
    return found.length === 0 ? true : undefined;
  });
  return found;
}
