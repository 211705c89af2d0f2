/** What is shown instead of the checks when there are none. */
import { accent, blank, heading, type Line, line, quiet } from '../../drawing/line.ts';
import { wrap, wrapText } from '../../drawing/wrap.ts';
import { type AppState, isRunning } from '../../state/app-state.ts';

export function emptyRows(state: AppState, stage: string, width: number): Line[] {
  if (isRunning(state, stage)) return [line(accent('Checking'), quiet('  getting ready …'))];
  const stopped = state.run?.stage === stage && state.run.outcome === 'cancelled';
  if (stopped)
    return [
      ...wrapText('The checks were stopped; nothing is left running.', width),
      blank,
      line(accent('c'), quiet(' starts them again.')),
    ];
  return wrap(
    [
      { text: 'Nothing has been checked here yet. ' },
      accent('c'),
      { text: ' builds your program, starts it and sends it real requests; nothing in your folder is changed.' },
    ],
    width,
  );
}

export function problemRows(problem: string, width: number): Line[] {
  return [
    line(heading('The checks could not start')),
    blank,
    ...problem.split('\n').flatMap((row) => (row === '' ? [blank] : wrapText(row, width))),
  ];
}
