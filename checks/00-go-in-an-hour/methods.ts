import { check, failIf } from '#kit';
import { type Answer, type Move, played } from './findings/methods.ts';
import { someWords } from './random.ts';
import { openStep } from './step.ts';
import { steps } from './steps.ts';

/** Two stacks in turn: what one is told must not be seen in the other. */
export const methods = check(
  'methods',
  'step 4: has methods that change their own stack',
  { lesson: '4 · Structs and methods' },
  async (context) => {
    const step = await openStep(context, steps.methods);
    const moves = game(someWords(3) as [string, string, string]);
    const told = moves.map(({ stack, does, word }) => `${stack} ${does}${word === undefined ? '' : ` ${word}`}`);
    const answers = await step.call<Answer[]>('Stack', [told], 'A stack that is pushed to and popped from');
    failIf(played(moves, answers, step));
  },
);

function game([a, b, c]: readonly [string, string, string]): Move[] {
  const on = (stack: 0 | 1, does: Move['does'], word?: string): Move => ({ stack, does, word });
  return [
    on(0, 'len'),
    on(0, 'pop'),
    on(0, 'push', a),
    on(0, 'len'),
    on(0, 'push', b),
    on(0, 'len'),
    on(1, 'len'),
    on(1, 'push', c),
    on(0, 'pop'),
    on(0, 'len'),
    on(0, 'pop'),
    on(0, 'pop'),
    on(0, 'len'),
    on(1, 'pop'),
  ];
}
