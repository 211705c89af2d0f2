import { accent, good, type Line } from '../../drawing/line.ts';
import { wrap } from '../../drawing/wrap.ts';

/** Replaces the next step when none is left. */
export function finishedRows(width: number): Line[] {
  return wrap(
    [
      good('You have finished the course. '),
      { text: 'Every stage stays open: read, change and check as you like. ' },
      accent('n'),
      { text: ' shows all your numbers on one page, and what to do next.' },
    ],
    width,
  );
}
