import { commandLine } from '../../../words/command-line.ts';
import { accent, good, type Line } from '../../drawing/line.ts';
import { wrap } from '../../drawing/wrap.ts';

/** Replaces the next step when none is left. */
export function finishedRows(width: number): Line[] {
  return wrap(
    [
      good('You have finished the course. '),
      { text: 'Every stage stays open: read, change and check as you like. ' },
      accent('v'),
      { text: ' shows again what you have now; ' },
      accent(commandLine('report')),
      { text: ' prints your numbers of all stages.' },
    ],
    width,
  );
}
