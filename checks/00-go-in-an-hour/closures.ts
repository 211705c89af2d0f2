import { check, failIf } from '#kit';
import { type Guarded, guarded, type Panicked, panicked } from './findings/closures.ts';
import { between } from './random.ts';
import { openStep } from './step.ts';
import { steps } from './steps.ts';

export const closures = check(
  'closures',
  'step 6: counts in a closure, and unlocks by defer',
  { lesson: '6 · Closures and defer' },
  async (context) => {
    const step = await openStep(context, steps.closures);
    const times = between(3, 5);
    const result = await step.call<Guarded>('Guard', [times], 'The function that Guard returned');
    failIf(guarded(times, result, step));
    const reason = `no ${between(100, 999)}`;
    const panic = await step.call<Panicked>('Panic', [reason], 'The function that Guard returned, whose work panics,');
    failIf(panicked(reason, panic, step));
  },
);
