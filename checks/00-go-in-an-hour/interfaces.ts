import { check, failIf } from '#kit';
import { type Written, written } from './findings/interfaces.ts';
import { between, someWords } from './random.ts';
import { openStep } from './step.ts';
import { steps } from './steps.ts';

/** Texts of several lines, of none, and nothing at all. */
export const interfaces = check(
  'interfaces',
  'step 5: is an io.Writer by having its method',
  { lesson: '5 · Interfaces by behaviour' },
  async (context) => {
    const step = await openStep(context, steps.interfaces);
    const line = () => `${someWords(between(1, 3)).join(' ')}\n`;
    const texts = [line(), line() + line() + line(), someWords(2).join(' '), '', `\n${line()}\n`];
    const result = await step.call<Written>('Write', [texts], 'Write');
    failIf(written(texts, result, step));
  },
);
