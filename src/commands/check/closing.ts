/** What `check` says after its verdict: what a pass has shown, in the learner's own numbers, or where to get help. */
import { loadStage } from '../../course/course.ts';
import { numbers, type RunState } from '../../engine/reduce.ts';
import type { Target } from '../../usecases/target.ts';
import { commandLine } from '../../words/command-line.ts';
import { wrap } from '../../words/lines.ts';
import type { CliContext } from '../context.ts';

/** '' where a reporter other than pretty has the screen. */
export async function closing(
  { terminal }: CliContext,
  reporters: readonly string[],
  { entry, workshop }: Target,
  run: RunState,
): Promise<string> {
  const onScreen = reporters.length === 0 || reporters.includes('pretty');
  if (!onScreen) return '';
  if (run.outcome === 'failed' && workshop)
    return `\n"${commandLine(`hint ${entry.id}`)}" helps, a little at a time.\n`;
  if (run.outcome !== 'passed') return '';
  const sentences = (await loadStage(entry)).learned?.(numbers(run)) ?? [];
  const width = Math.min(Math.max(terminal.columns, 40), 100);
  const learned = sentences.map((sentence) => `  ${wrap(sentence, width, '  ')}\n`).join('');
  const next = workshop
    ? `\n"${commandLine('list')}" shows what comes next, "${commandLine('report')}" your numbers.\n`
    : '';
  return `${learned === '' ? '' : `\n${learned}`}${next}`;
}
