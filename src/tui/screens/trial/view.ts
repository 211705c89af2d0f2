import { bodyRows, type Drawing, type Size, textWidth } from '../../drawing/drawing.ts';
import { glyphs } from '../../drawing/glyphs.ts';
import { accent, bad, blank, good, heading, type Line, line, quiet, type Span, warn } from '../../drawing/line.ts';
import { harmless, untab } from '../../drawing/plain.ts';
import { clip, widthOf } from '../../drawing/width.ts';
import { wrap, wrapHard, wrapText } from '../../drawing/wrap.ts';
import { type AppState, stageRow, type Trial, trialOf } from '../../state/app-state.ts';
import type { TrialPage } from './page.ts';

export function drawTrial(state: AppState, { stage }: TrialPage, size: Size): Drawing {
  const width = textWidth(size.columns);
  const trial = trialOf(state, stage);
  const runs = trial?.phase === 'starting' || trial?.phase === 'running';
  return {
    crumbs: [stageRow(state, stage)?.title ?? stage, 'Try it'],
    head: [...headRows(trial, width), blank],
    body: { lines: trial ? bodyOf(trial, width, bodyRows(size, 3)) : [] },
    offers: [
      ['open', trial ? 'start it anew' : 'start it'],
      ...(runs ? ([['stop', 'stop it']] as const) : []),
      ['move', 'scroll'],
      'edit',
      'check',
      'back',
      'help',
      'quit',
    ],
  };
}

const states: Record<Trial['phase'], (trial: Trial) => Span[]> = {
  starting: () => [accent(`${glyphs.running} Building and starting your program …`)],
  running: ({ url }) => [good(`${glyphs.running} Your program runs`), { text: `  ${url ?? ''}` }],
  stopping: () => [warn(`${glyphs.running} It was sent SIGTERM`), quiet('  and is given time to end …')],
  ended: ({ ended, problem }) =>
    problem === undefined
      ? [quiet(`${glyphs.waiting} It has ended`), quiet(ended === undefined ? '' : `: ${ended}`)]
      : [bad(`${glyphs.failed} It can’t be tried yet`)],
};

function headRows(trial: Trial | undefined, width: number): Line[] {
  if (!trial) return [line(quiet('Not running.'))];
  const old = trial.old && trial.phase === 'running';
  return [
    line(...states[trial.phase](trial)),
    ...(old ? wrap([warn('You have saved since: '), accent('Enter'), { text: ' starts the new code.' }], width) : []),
  ];
}

function bodyOf(trial: Trial, width: number, height: number): Line[] {
  if (trial.problem !== undefined)
    return trial.problem
      .split('\n')
      .flatMap((row, index) => [...(index > 0 ? [blank] : []), ...wrapText(harmless(row), width)]);
  const requests = trial.requests.length > 0 && trial.phase === 'running' ? requestRows(trial, width) : [];
  return [...requests, ...printedRows(trial, width, Math.max(4, height - requests.length))];
}

/** Continued as a shell does it, at the beginning of an argument: so several rows can be copied too. */
function commandRows(command: string, width: number): Line[] {
  const rows: string[] = [];
  for (const part of command.split(/ (?=-[HdX] |https?:)/)) {
    const last = rows.at(-1);
    if (last !== undefined && widthOf(last) + widthOf(part) + 3 <= width) rows[rows.length - 1] = `${last} ${part}`;
    else rows.push(part);
  }
  return rows.flatMap((row, index) => wrapHard([accent(index < rows.length - 1 ? `${row} \\` : row)], width, []));
}

/** From the first column on and without marks, so that a line can be copied as it is. */
function requestRows({ requests }: Trial, width: number): Line[] {
  return [
    line(heading('In another terminal')),
    ...requests.flatMap(({ says, curl }) => [line(quiet(says)), ...commandRows(curl, width)]),
    blank,
  ];
}

function printedRows({ lines }: Trial, width: number, most: number): Line[] {
  const rows = lines.slice(-Math.max(1, most - 1)).map((row) => line({ text: clip(untab(harmless(row)), width) }));
  return [line(heading('What it prints')), ...(rows.length > 0 ? rows : [line(quiet('Nothing yet.'))])];
}
