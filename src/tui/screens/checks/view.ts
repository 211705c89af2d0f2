import { type CheckState, type RunState, tally } from '../../../engine/reduce.ts';
import { duration } from '../../../kit/index.ts';
import { type Drawing, isWide, type Size, textWidth } from '../../drawing/drawing.ts';
import { glyphs } from '../../drawing/glyphs.ts';
import {
  accent,
  bad,
  blank,
  decor,
  good,
  type Line,
  line,
  pointer,
  quiet,
  type Span,
  strong,
  warn,
} from '../../drawing/line.ts';
import { harmless, untab } from '../../drawing/plain.ts';
import { clip, padLine } from '../../drawing/width.ts';
import { wrapText } from '../../drawing/wrap.ts';
import type { Offer } from '../../keys/keymap.ts';
import { type AppState, isRunning, type Run, runOf, stageRow } from '../../state/app-state.ts';
import { openedRows } from '../check/view.ts';
import { bar } from '../stages/view.ts';
import { emptyRows, problemRows } from './nothing.ts';
import type { ChecksPage } from './page.ts';
import { selectedCheck } from './selected.ts';
import { stateSpan } from './words.ts';

export function drawChecks(state: AppState, { stage }: ChecksPage, size: Size): Drawing {
  const run = runOf(state, stage);
  const wide = isWide(size);
  const width = wide ? Math.min(56, Math.floor(size.columns * 0.42)) : size.columns - 4;
  const selected = selectedCheck(state, stage);
  const index = run?.checks.findIndex((check) => check.id === selected?.id) ?? 0;
  const crumbs = [stageRow(state, stage)?.title ?? stage, 'Checks'];
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
  const rows = run.checks.map((check) => checkRow(check, check.id === selected?.id, width));
  const side = wide && selected ? { lines: openedRows(state, stage, selected, sideWidth(size, width)) } : undefined;
  return {
    crumbs,
    head: headRows(state, stage, run, size.columns - 4),
    body: { lines: [...rows, ...(wide ? [] : tailRows(run, width, state.run?.seconds ?? 0))], focus: [index, index] },
    side,
    sideWidth: side && sideWidth(size, width),
    offers: offersOf(state, stage, run),
  };
}

function offersOf(state: AppState, stage: string, run: RunState): Offer[] {
  if (isRunning(state, stage)) return ['move', 'open', 'stop', 'lesson', 'back', 'help', 'quit'];
  const then: Offer[] =
    run.outcome === 'passed' ? ['report', 'solution', 'lesson'] : ['hint', 'edit', 'watch', 'lesson'];
  return ['move', 'open', 'check', ...then, 'back', 'help', 'quit'];
}

const sideWidth = (size: Size, width: number) => Math.min(100, size.columns - width - 7);

function headRows(state: AppState, stage: string, run: RunState, width: number): Line[] {
  const counts = tally(run);
  const done = counts.total - counts.waiting - counts.running;
  const running = isRunning(state, stage);
  // Until the run has said what it will check, the list is still that of the run before.
  const begun = run === state.run?.state;
  const share = counts.total === 0 || (running && !begun) ? 0 : (running ? done : counts.passed) / counts.total;
  const words: Line = running
    ? runningWords(state.run, begun ? `${done} of ${counts.total} done` : 'getting ready …')
    : [
        endWord(run),
        quiet(
          `  ${counts.passed} of ${counts.total} checks passed${run.ms === undefined ? '' : ` in ${duration(run.ms)}`}`,
        ),
      ];
  return [[...bar(share, Math.min(30, width - 50)), { text: '  ' }, ...words], blank];
}

function runningWords(run: Run | undefined, progress: string): Line {
  if (run?.phase === 'stopping') return [warn('Stopping'), quiet(' what was started …')];
  const since = run && run.seconds > 0 ? decor(`, ${run.seconds} s`) : undefined;
  return [accent(run?.by === 'save' ? 'Saved: checking' : 'Checking'), quiet(`  ${progress}`), ...line(since)];
}

function endWord(run: RunState): Span {
  if (run.outcome === 'passed') return good('Passed');
  if (run.outcome === 'failed') return bad('Not there yet');
  if (run.outcome === 'incomplete') return warn('Incomplete');
  return run.outcome === 'errored' ? warn('A bug of ours') : quiet('Stopped');
}

function checkRow(check: CheckState, selected: boolean, width: number): Line {
  const right = rightOf(check);
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

function rightOf(check: CheckState): string {
  return check.verdict?.status === 'passed' ? duration(check.verdict.ms) : '';
}

/** What the running check printed last: proof of life. */
function tailRows(run: RunState, width: number, seconds: number): Line[] {
  const busy = run.checks.filter((check) => check.state === 'running' && check.log.length > 0).at(-1);
  if (!busy) return [];
  const rows = busy.log
    .slice(-3)
    .map(({ source, line: text }) =>
      line(decor(`  ${source} ${glyphs.bar} ${clip(untab(harmless(text)), width - 12)}`)),
    );
  return [blank, ...rows, ...(seconds >= 8 ? firstBuildRows(busy, width) : [])];
}

/** Some ten seconds into a build a beginner begins to wonder. */
function firstBuildRows(check: CheckState, width: number): Line[] {
  const building = check.log.at(-1)?.source === 'build';
  return building
    ? [
        blank,
        ...wrapText(
          'The first build on a machine also compiles Go’s standard library: half a minute or more, once.',
          width - 2,
          { first: [{ text: '  ' }] },
        ).map((row) => row.map((span) => quiet(span.text))),
      ]
    : [];
}
