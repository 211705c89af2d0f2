import { check, failIf } from '#kit';
import { type Parsed, parsed, type Text } from './findings/errors.ts';
import { between } from './random.ts';
import { openStep } from './step.ts';
import { steps } from './steps.ts';

export const errors = check(
  'errors',
  'step 3: returns an error that a caller can look into',
  { lesson: '3 · Errors' },
  async (context) => {
    const step = await openStep(context, steps.errors);
    const texts: Text[] = [
      { text: String(between(2, 99)), is: 'number' },
      { text: `x${between(2, 99)}`, is: 'syntax' },
      { text: `-${between(2, 99)}`, is: 'negative' },
      { text: '0', is: 'number' },
      { text: '', is: 'syntax' },
      { text: '99999999999999999999', is: 'range' },
    ];
    for (const one of texts) {
      const result = await step.call<Parsed>('ParseAge', [one.text], `ParseAge("${one.text}")`);
      failIf(parsed(one, result, step));
    }
  },
);
