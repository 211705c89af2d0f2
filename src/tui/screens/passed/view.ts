import { numbers, type RunState, tally } from '../../../engine/reduce.ts';
import { plural } from '../../../kit/index.ts';
import { type Drawing, type Size, textWidth } from '../../drawing/drawing.ts';
import { glyphs } from '../../drawing/glyphs.ts';
import { accent, blank, decor, good, heading, type Line, line, quiet, strong } from '../../drawing/line.ts';
import { wrap, wrapText } from '../../drawing/wrap.ts';
import { type AppState, isFinished, isRunning, nextStage, stageRow } from '../../state/app-state.ts';
import { countsOf } from '../../state/counts.ts';
import { numberTable } from '../report/view.ts';
import { finishedRows } from './finished.ts';
import type { PassedPage } from './page.ts';

/** What was learned, in the learner's own numbers, and what comes next. All from the last finished run. */
export function drawPassed(state: AppState, { stage }: PassedPage, size: Size): Drawing {
  const width = textWidth(size.columns);
  const run = state.results[stage];
  const row = stageRow(state, stage);
  const title = row?.title ?? stage;
  const again = isRunning(state, stage) ? accent('  Checking again …') : '';
  return {
    crumbs: [title, 'Passed'],
    body: {
      lines: [
        line(good(`${glyphs.passed} Stage passed: ${title}`)),
        ...(run ? [line(quiet(`  ${passedWords(run)}${pointsOf(run)}`), again)] : []),
        blank,
        ...learnedRows(state, stage, width),
        ...stretchRows(state, stage, width),
        ...nextRows(state, stage, width),
        ...numberRows(state, stage, width),
      ],
    },
    offers: [
      ['open', nextWords(state, stage)],
      ['move', 'scroll'],
      'view',
      'solution',
      'report',
      'back',
      'help',
      'quit',
    ],
  };
}

function passedWords(run: RunState): string {
  const { words, stretch } = countsOf(run);
  return `${words} passed${stretch}`;
}

function pointsOf(run: RunState): string {
  const { points, pointsOf } = tally(run);
  return pointsOf > 0 ? `, ${points} of ${pointsOf} points` : '';
}

function learnedRows(state: AppState, stage: string, width: number): Line[] {
  const sentences = state.learned[stage] ?? [];
  if (sentences.length === 0) return [];
  return [
    line(heading('What you have now')),
    ...sentences.flatMap((text) =>
      wrapText(text, width, { first: [decor(`${glyphs.bullet} `, 'accent')], rest: [{ text: '  ' }] }),
    ),
    blank,
  ];
}

function stretchRows(state: AppState, stage: string, width: number): Line[] {
  const open =
    state.results[stage]?.checks.filter((check) => check.level === 'stretch' && check.state !== 'passed') ?? [];
  if (open.length === 0) return [];
  return [
    ...wrap(
      [
        strong('If you like: '),
        { text: `${plural(open.length, 'stretch check')} left, for points and pleasure. ` },
        accent('v'),
        { text: ' shows them.' },
      ],
      width,
    ),
    blank,
  ];
}

function numberRows(state: AppState, stage: string, width: number): Line[] {
  const run = state.results[stage];
  const rows = state.reports[stage];
  if (!run || Object.keys(numbers(run)).length === 0 || !rows || rows.length === 0) return [];
  return [blank, line(heading('Your numbers')), ...numberTable(rows, width)];
}

function nextWords(state: AppState, stage: string): string {
  if (nextStage(state, stage)) return 'next stage';
  return isFinished(state) ? 'all your numbers' : 'all stages';
}

function nextRows(state: AppState, stage: string, width: number): Line[] {
  const next = nextStage(state, stage);
  if (next)
    return wrap(
      [
        strong('Next  '),
        { text: `${next.id.slice(0, 2)} ${next.title}: ${next.about} ` },
        accent('Enter'),
        { text: ' opens its lesson.' },
      ],
      width,
    );
  if (isFinished(state)) return finishedRows(state, width);
  return wrap(
    [
      strong('Next  '),
      { text: 'The stages after this one are in preparation. ' },
      accent('Enter'),
      { text: ' shows them all.' },
    ],
    width,
  );
}
