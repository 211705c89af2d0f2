/** Above the list: how far the run is, or how it ended. */
import { type RunState, tally } from '../../../engine/reduce.ts';
import { duration } from '../../../kit/index.ts';
import { bar } from '../../drawing/bar.ts';
import { accent, bad, blank, decor, good, type Line, line, quiet, type Span, warn } from '../../drawing/line.ts';
import { type AppState, isRunning, type Run } from '../../state/app-state.ts';
import { countsOf } from '../../state/counts.ts';

export function headRows(state: AppState, stage: string, run: RunState, width: number): Line[] {
  const counts = tally(run);
  const done = counts.total - counts.waiting - counts.running;
  const running = isRunning(state, stage);
  // Until the run has announced its checks, the list is still that of the previous run.
  const begun = run === state.run?.state;
  const replaced = replacedWords(state.run);
  const words: Line = replaced
    ? replaced
    : running
      ? runningWords(
          state.run,
          begun ? `${done} of ${counts.total} done` : 'getting ready …',
          begun ? counts.failed : 0,
        )
      : [endWord(run), quiet(`  ${endCounts(run, width)}`)];
  const { passed, of } = running ? { passed: begun ? done : 0, of: counts.total } : countsOf(run);
  const share = of === 0 ? 0 : passed / of;
  return [[...bar(share, Math.min(30, width - 50)), { text: '  ' }, ...words], blank];
}

function endCounts(run: RunState, width: number): string {
  const { words, stretch } = countsOf(run);
  const time = run.ms === undefined ? '' : ` in ${duration(run.ms)}`;
  return `${words} passed${time}${width < 96 ? '' : stretch}`;
}

function runningWords(run: Run | undefined, progress: string, failed: number): Line {
  if (run?.phase === 'stopping') return [warn('Stopping'), quiet(' what was started …')];
  const since = run && run.seconds > 0 ? decor(`, ${run.seconds} s`) : undefined;
  return [
    accent(run?.by === 'save' ? 'Saved: checking' : 'Checking'),
    quiet(`  ${progress}`),
    ...line(failed > 0 ? bad(`, ${failed} failed`) : '', since),
  ];
}

/** Another run is asked for while this one still goes on, or is being removed. */
function replacedWords(run: Run | undefined): Line | undefined {
  if (!run?.next) return undefined;
  const saved = run.next.by === 'save' ? 'Saved: ' : '';
  const what = run.cleaning ? 'removing what the last run started' : 'stopping the run of the old code';
  const first = run.next.by === 'save' ? what : what.charAt(0).toUpperCase() + what.slice(1);
  return [warn(`${saved}${first}`), quiet(' …')];
}

function endWord(run: RunState): Span {
  if (run.outcome === 'passed') return good('Passed');
  if (run.outcome === 'failed') return bad('Not there yet');
  if (run.outcome === 'incomplete') return warn('Incomplete');
  return run.outcome === 'errored' ? warn('A bug of ours') : quiet('Stopped');
}
