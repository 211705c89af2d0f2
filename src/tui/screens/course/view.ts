import { neededRows } from '../../../usecases/overview.ts';
import { commandLine } from '../../../words/command-line.ts';
import { type Drawing, type Size, textWidth } from '../../drawing/drawing.ts';
import { glyphs } from '../../drawing/glyphs.ts';
import { accent, blank, good, heading, type Line, line, quiet, strong } from '../../drawing/line.ts';
import { clip } from '../../drawing/width.ts';
import { wrap } from '../../drawing/wrap.ts';
import type { StageRow } from '../../services.ts';
import { type AppState, isFinished, numberOf } from '../../state/app-state.ts';
import { numberTable } from '../report/view.ts';
import { nextSteps } from './next.ts';
import type { CoursePage } from './page.ts';

/** All stages' numbers on one page, and what comes after the course. */
export function drawCourse(state: AppState, _: CoursePage, size: Size): Drawing {
  const width = textWidth(size.columns);
  const stages = neededRows(state.stages ?? []).filter((row) => row.state !== 'in-preparation');
  return {
    crumbs: ['The whole course'],
    body: {
      lines: [
        ...headRows(state, stages, width),
        ...stages.flatMap((row) => stageRows(state, row, width)),
        line(heading('What to do next')),
        ...nextSteps.flatMap(([what, how]) =>
          wrap([strong(`${what}. `), { text: how }], width, {
            first: [accent(`${glyphs.bullet} `)],
            rest: [{ text: '  ' }],
          }),
        ),
        blank,
        ...wrap(
          [
            { text: 'To keep or share the numbers: ' },
            accent(commandLine('report --markdown')),
            { text: ' prints them.' },
          ],
          width,
        ),
      ],
    },
    offers: [['move', 'scroll'], ['open', 'all stages'], 'back', 'help', 'quit'],
  };
}

function headRows(state: AppState, stages: readonly StageRow[], width: number): Line[] {
  const passed = stages.filter((row) => row.state === 'passed').length;
  if (!isFinished(state)) return [line(strong(`${passed} of ${stages.length} stages passed so far`)), blank];
  return [
    ...wrap(
      [
        good('You have finished the course. '),
        { text: 'You began with an empty main.go; this is what you have now, measured on your own machine.' },
      ],
      width,
    ),
    blank,
  ];
}

function stageRows(state: AppState, row: StageRow, width: number): Line[] {
  const numbers = state.reports[row.id];
  const mark = row.state === 'passed' ? good(`${glyphs.passed} `) : quiet('  ');
  return [
    line(mark, quiet(`${numberOf(row.id)}  `), strong(clip(row.title, width - 6))),
    ...(numbers === undefined
      ? [line(quiet('  Reading your numbers …'))]
      : numbers.length === 0
        ? [line(quiet('  Nothing is measured yet.'))]
        : numberTable(numbers, width - 2).map((one) => line('  ', ...one))),
    blank,
  ];
}
