import { check, failIf } from '#kit';
import { type Counted, counted } from './findings/slices-maps.ts';
import { between, shuffled, someWords } from './random.ts';
import { openStep } from './step.ts';
import { steps } from './steps.ts';

/** So many different words that no order comes about by chance. */
export const slicesMaps = check(
  'slices-maps',
  'step 2: counts in a map, and keeps the order in a slice',
  { lesson: '2 · Slices and maps' },
  async (context) => {
    const step = await openStep(context, steps.slicesMaps);
    const once = someWords(12);
    const again = Array.from({ length: 8 }, () => once[between(0, once.length - 1)] as string);
    for (const words of [shuffled([...once, ...again]), []]) {
      const result = await step.call<Counted>('Count', [words], `Count of ${words.length} words`);
      failIf(counted(words, result, step));
    }
  },
);
