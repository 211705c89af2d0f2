/** `report`: the learner's own numbers, as bars and as a table, beside the lesson's claims. */

import { loadStage, type StageEntry } from '../course/course.ts';
import type { RunState } from '../engine/reduce.ts';
import { barsOf } from '../usecases/bars.ts';
import { type MeasureRow, measured, measuresOf } from '../usecases/measures.ts';
import { progressOf, stagesOf, workshopOf } from '../usecases/session.ts';
import { findTarget } from '../usecases/target.ts';
import { commandLine } from '../words/command-line.ts';
import { columns, wrap } from '../words/lines.ts';
import { UsageError } from '../workspace/errors.ts';
import type { Progress } from '../workspace/progress.ts';
import { readRun } from '../workspace/runs.ts';
import { type CliContext, exitCodes, type Options } from './context.ts';
import { coldBuild } from './report/cold-build.ts';

export type ReportOptions = Options & { cold?: boolean; markdown?: boolean; json?: boolean };
type Section = {
  id: string;
  title: string;
  rows: MeasureRow[];
  /** Notes of the checks that passed in the last run: advice, and what an image contains. */
  notes: string[];
};

/** All stages that were measured, or the one named. */
export async function run(cli: CliContext, options: ReportOptions, stage?: string): Promise<number> {
  const workshop = workshopOf(cli, options);
  if (options.cold) await coldBuild(cli, findTarget(cli, options, stage));
  if (cli.signal.aborted) return exitCodes.interrupted;
  const entries = stage === undefined ? stagesOf(cli, options) : [findTarget(cli, options, stage).entry];
  const notesOf = (slug: string) => passedNotes(readRun(cli.appDirs, workshop, slug));
  const sections = await sectionsOf(entries, progressOf(cli, workshop), notesOf);
  if (options.json) cli.out(`${JSON.stringify({ schema: 1, stages: sections }, null, 2)}\n`);
  else if (sections.length === 0)
    throw new UsageError('Nothing has been measured yet.', `Run "${commandLine('check')}" first: it measures too.`);
  else cli.out(sections.map(options.markdown ? markdown : text).join('\n'));
  return exitCodes.passed;
}

async function sectionsOf(
  entries: readonly StageEntry[],
  progress: Progress,
  notesOf: (slug: string) => string[],
): Promise<Section[]> {
  const ready = entries.filter((entry) => entry.checker);
  const all = await Promise.all(
    ready.map(async (entry) => {
      const stage = await loadStage(entry);
      const rows = measuresOf(stage, progress.stages[entry.slug]);
      return { id: entry.id, title: stage.title, rows, notes: notesOf(entry.slug) };
    }),
  );
  return all.filter((section) => section.rows.length > 0);
}

const passedNotes = (run: RunState | undefined): string[] =>
  (run?.checks ?? []).flatMap(({ verdict }) => (verdict?.status === 'passed' ? verdict.notes : []));

function text({ id, title, rows, notes }: Section): string {
  const table = rows.map((row) => [`  ${row.title}`, measured(row), row.claim ? `claim: ${row.claim}` : '']);
  const bars = rows.map(barsText).filter((drawn) => drawn !== '');
  return `${id}  ${title}\n\n${columns(table)}${bars.length > 0 ? `\n${bars.join('\n')}` : ''}${notesText(notes)}`;
}

function notesText(notes: readonly string[]): string {
  if (notes.length === 0) return '';
  return `\n  From the last check\n${notes.map((note) => `  ${wrap(`- ${note}`, 74, '    ')}`).join('\n')}\n`;
}

const barWidth = 36;

/** The learner's number and the claim's, in proportion to the longest; even the smallest value gets one block. */
function barsText(row: MeasureRow): string {
  const lines = barsOf(row);
  if (lines.length === 0) return '';
  const longest = Math.max(...lines.map((line) => line.value));
  const bar = (value: number) => '█'.repeat(Math.max(1, Math.round((value / longest) * barWidth)));
  const cells = lines.map((line) => [`    ${line.label}`, line.says.padStart(9), bar(line.value)]);
  return `  ${row.title}\n${columns(cells)}`;
}

function markdown({ id, title, rows, notes }: Section): string {
  const cell = (words: string) => words.replaceAll('|', '\\|');
  const lines = rows.map((row) => `| ${cell(row.title)} | ${measured(row)} | ${cell(row.claim ?? '')} |`);
  return `## ${id}: ${title}\n\n| measured | yours | the lesson's claim |\n| --- | ---: | --- |\n${lines.join('\n')}\n${notes.length > 0 ? `\n${notes.map((note) => `- ${note}`).join('\n')}\n` : ''}`;
}
