import type { CheckState } from '../../../engine/reduce.ts';
import { duration } from '../../../kit/index.ts';
import { bodyRows, type Drawing, type Size, textWidth } from '../../drawing/drawing.ts';
import { glyphs } from '../../drawing/glyphs.ts';
import { accent, blank, type Line, line, quiet, strong } from '../../drawing/line.ts';
import { harmless } from '../../drawing/plain.ts';
import { clip } from '../../drawing/width.ts';
import { wrap, wrapText } from '../../drawing/wrap.ts';
import { type AppState, checkOf, runOf, stageRow } from '../../state/app-state.ts';
import { stateSpan } from '../checks/words.ts';
import { findingRows } from './finding.ts';
import { firstBuildRows, outputRows } from './output.ts';
import type { CheckPage } from './page.ts';
import { progressRows } from './progress.ts';

export function drawCheck(state: AppState, page: CheckPage, size: Size): Drawing {
  const run = runOf(state, page.stage);
  const count = run?.checks.length ?? 0;
  const index = run?.checks.findIndex((check) => check.id === page.check) ?? 0;
  const status = checkOf(state, page.stage, page.check).check?.verdict?.status;
  return {
    crumbs: [stageRow(state, page.stage)?.title ?? page.stage, count > 0 ? `Check ${index + 1} of ${count}` : 'Check'],
    body: { lines: checkRows(state, page.stage, page.check, textWidth(size.columns)) },
    offers:
      status === 'failed'
        ? [
            ['open', 'evidence'],
            'hint',
            'edit',
            'check',
            ['move', 'scroll'],
            'back',
            'turn',
            'lesson',
            'solution',
            'only',
            'try',
            'watch',
            'help',
            'quit',
          ]
        : [['turn', 'other checks'], 'check', 'only', 'edit', 'lesson', 'back', 'help', 'quit'],
  };
}

/** Everything known about one check. While it runs again, the problem found before stays readable. */
export function checkRows(state: AppState, stage: string, id: string, width: number): Line[] {
  const { check, stale } = checkOf(state, stage, id);
  const now = runOf(state, stage)?.checks.find((one) => one.id === id);
  if (stale && check && check.state !== 'passed' && check.state !== 'skipped')
    return [line(accent('From the last check; checking again …')), blank, ...openedRows(state, stage, check, width)];
  return now ? openedRows(state, stage, now, width) : [line(quiet('This check is not part of the stage any more.'))];
}

/** Title, then what the check's state has to say. */
function openedRows(state: AppState, stage: string, check: CheckState, width: number): Line[] {
  return [
    ...wrap([stateSpan(check.state), strong(check.title)], width, { rest: [{ text: ' '.repeat(10) }] }),
    blank,
    ...bodyOf(state, stage, check, width),
  ];
}

function bodyOf(state: AppState, stage: string, check: CheckState, width: number): Line[] {
  const verdict = check.verdict;
  switch (verdict?.status) {
    case 'failed':
      return findingRows(state, stage, check.id, verdict.finding, width);
    case 'passed':
      return passedRows(verdict.notes, verdict.ms, width);
    case 'blocked':
      return [
        ...wrapText(
          'This could not be checked here: the machine lacks something it needs. Your program is not at fault.',
          width,
        ),
        blank,
        ...verdict.because.split('\n').flatMap((row) => wrapText(row, width)),
        blank,
        line(accent('d'), quiet(' shows what this machine has.')),
      ];
    case 'skipped':
      return wrapText(
        `Not checked, because "${titleOf(state, stage, verdict.after)}" comes first and failed. Once that passes, this is checked too.`,
        width,
      );
    case 'errored':
      return errorRows(verdict.error, width);
    default:
      return liveRows(state, check, width);
  }
}

function passedRows(notes: readonly string[], ms: number, width: number): Line[] {
  const praise = notes.flatMap((note) =>
    wrapText(note, width, { first: [accent(`${glyphs.bullet} `)], rest: [{ text: '  ' }] }),
  );
  return [...(praise.length > 0 ? [...praise, blank] : []), line(quiet(`Took ${duration(ms)}.`))];
}

function errorRows(error: { message: string; stack?: string }, width: number): Line[] {
  const stack = harmless(error.stack ?? '')
    .split('\n')
    .slice(0, 12);
  return [
    ...wrapText(
      'The checker itself broke here. That is our bug and says nothing about your program; please report it with the lines below.',
      width,
    ),
    blank,
    ...wrapText(harmless(error.message), width),
    ...(error.stack ? [blank, ...stack.map((row) => line(quiet(clip(row, width))))] : []),
  ];
}

function liveRows(state: AppState, check: CheckState, width: number): Line[] {
  if (check.state === 'waiting') return [line(quiet('Waiting for its turn.'))];
  const progress = progressRows(check.progress, width);
  const printed = outputRows(check, width, bodyRows(state.size) - 8 - progress.length);
  const rows = [...progress, ...(progress.length > 0 && printed.length > 0 ? [blank] : []), ...printed];
  return rows.length > 0
    ? [...rows, ...firstBuildRows(check, state.run?.seconds ?? 0, width)]
    : [line(quiet('Running …'))];
}

const titleOf = (state: AppState, stage: string, id: string): string =>
  runOf(state, stage)?.checks.find((check) => check.id === id)?.title ?? id;
