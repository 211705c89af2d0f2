import type { CheckState, RunState } from '../../../engine/reduce.ts';
import { duration } from '../../../kit/index.ts';
import { bodyRows, type Column, type Drawing, isWide, type Size, textWidth } from '../../drawing/drawing.ts';
import { type Line, pointer, quiet, strong } from '../../drawing/line.ts';
import { clip, padLine } from '../../drawing/width.ts';
import type { Offer } from '../../keys/keymap.ts';
import { type AppState, isRunning, runOf, stageRow } from '../../state/app-state.ts';
import { checkRows } from '../check/view.ts';
import { headRows } from './head.ts';
import { emptyRows, problemRows } from './nothing.ts';
import type { ChecksPage } from './page.ts';
import { selectedCheck } from './selected.ts';
import { tailRows } from './tail.ts';
import { stateSpan } from './words.ts';

export function drawChecks(state: AppState, { stage }: ChecksPage, size: Size): Drawing {
  const crumbs = [stageRow(state, stage)?.title ?? stage, 'Checks'];
  const run = runOf(state, stage);
  const problem = state.run?.stage === stage ? state.run.problem : undefined;
  if (problem !== undefined)
    return {
      crumbs,
      body: { lines: problemRows(problem, textWidth(size.columns)) },
      offers: ['check', 'edit', 'doctor', 'lesson', 'back', 'help', 'quit'],
    };
  if (!run)
    return {
      crumbs,
      body: { lines: emptyRows(state, stage, textWidth(size.columns)) },
      offers: ['check', 'lesson', 'edit', 'back', 'help', 'quit'],
    };
  return { crumbs, ...drawRun(state, stage, run, size) };
}

/** The list, with the selected check beside it where there is room, else with a few words below. */
function drawRun(state: AppState, stage: string, run: RunState, size: Size): Omit<Drawing, 'crumbs'> {
  const wide = isWide(size);
  const width = wide ? Math.min(56, Math.floor(size.columns * 0.42)) : size.columns - 4;
  const sideWidth = Math.min(100, size.columns - width - 7);
  const selected = selectedCheck(state, stage);
  const index = run.checks.findIndex((check) => check.id === selected?.id);
  const rows = run.checks.map((check) => checkRow(check, check.id === selected?.id, width));
  const live = isRunning(state, stage) && run === state.run?.state;
  const tail = live && !wide ? tailRows(run, selected, state.run?.seconds ?? 0, width) : [];
  const side = wide && selected ? { lines: checkRows(state, stage, selected.id, sideWidth) } : undefined;
  return {
    head: headRows(state, stage, run, size.columns - 4),
    body: withTail(rows, tail, index, bodyRows(size, 2), selected?.state === 'failed'),
    side,
    sideWidth: side && sideWidth,
    offers: offersOf(state, stage, run),
  };
}

/** Below the list, or, where the window is too short to show it there, right below the failed check it is about. */
function withTail(rows: Line[], tail: Line[], index: number, height: number, failed: boolean): Column {
  if (!failed || rows.length + tail.length <= height) return { lines: [...rows, ...tail], focus: [index, index] };
  const [above, below] = [rows.slice(0, index + 1), rows.slice(index + 1)];
  return { lines: [...above, ...tail.slice(1), ...below], focus: [index, index + tail.length - 1] };
}

function offersOf(state: AppState, stage: string, run: RunState): Offer[] {
  if (isRunning(state, stage)) return ['move', 'open', 'stop', 'lesson', 'back', 'help', 'quit'];
  const then: Offer[] =
    run.outcome === 'passed' ? ['report', 'solution', 'lesson'] : ['hint', 'edit', 'watch', 'lesson'];
  return ['move', 'open', 'check', ...then, 'only', 'try', 'back', 'help', 'quit'];
}

function checkRow(check: CheckState, selected: boolean, width: number): Line {
  const right = check.verdict?.status === 'passed' ? duration(check.verdict.ms) : '';
  const extra = check.level === 'stretch' ? ' (stretch)' : '';
  const room = width - 12 - extra.length - (right === '' ? 0 : right.length + 2);
  const title = clip(check.title, room);
  const idle = check.state === 'waiting' || check.state === 'skipped';
  const left = [
    pointer(selected),
    stateSpan(check.state),
    selected ? strong(title) : idle ? quiet(title) : { text: title },
    quiet(extra),
  ];
  return right === '' ? left : [...padLine(left, width - right.length), quiet(right)];
}
