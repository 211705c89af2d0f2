/** `hint`: the next hint for the first check that failed, computed from the last verdict. */
import { existsSync } from 'node:fs';
import { loadStage, type StageEntry } from '../course/course.ts';
import { type CheckState, firstProblem, type RunState } from '../engine/reduce.ts';
import { type Hint, nextHint, noteHint, tierGiven } from '../usecases/hints/hints.ts';
import { progressOf } from '../usecases/session.ts';
import { findTarget, type Target } from '../usecases/target.ts';
import { commandLine } from '../words/command-line.ts';
import { nearest } from '../words/nearest.ts';
import { onDisk, UsageError } from '../workspace/errors.ts';
import { hashFolder } from '../workspace/files.ts';
import { readRun } from '../workspace/runs.ts';
import { type CliContext, exitCodes, type Options } from './context.ts';

export type HintOptions = Options & { check?: string; json?: boolean };

export async function run(cli: CliContext, options: HintOptions, stage?: string): Promise<number> {
  const target = findTarget(cli, options, stage);
  const { entry, workshop } = target;
  if (!workshop) throw new UsageError('Hints are for a workshop folder.');
  const last = readRun(cli.appDirs, workshop, entry.slug);
  if (!last)
    throw new UsageError(
      `${entry.id} has not been checked yet.`,
      `Run "${commandLine(`check ${entry.id}`)}": its hints follow from what it finds.`,
    );
  const ids = (await loadStage(entry)).checks.map(({ id }) => id);
  const check = chosen(last, ids, options);
  if (!check) {
    cli.out(options.json ? 'null\n' : nothingToHint(entry, last, ids, options));
    return exitCodes.passed;
  }
  const before = progressOf(cli, workshop).stages[entry.slug];
  const asked = tierGiven(before, check);
  const { hint, isLast } = await nextHint(entry, target.folder, check, asked);
  const unsaved = await noteHint(cli.appDirs, workshop, entry.slug, check, hint?.tier ?? 0);
  if (unsaved) cli.notify(unsaved);
  const stale =
    before?.inputs !== undefined &&
    existsSync(target.folder) &&
    onDisk(target.folder, () => hashFolder(target.folder)) !== before.inputs;
  cli.out(
    options.json
      ? `${JSON.stringify({ schema: 1, stage: entry.id, check: check.id, stale, hint: hint ?? null, last: isLast }, null, 2)}\n`
      : text(target, check, hint, isLast, stale),
  );
  return exitCodes.passed;
}

/** undefined: there is nothing to hint at. `ids`: all checks of the stage; the last run may have had only some. */
function chosen(last: RunState, ids: readonly string[], options: HintOptions): CheckState | undefined {
  if (options.check === undefined) return firstProblem(last);
  const found = last.checks.find((check) => check.id === options.check);
  if (found) return found.state === 'failed' || found.state === 'blocked' ? found : undefined;
  if (ids.includes(options.check)) return undefined;
  const close = nearest(options.check, ids);
  throw new UsageError(
    `There is no check "${options.check}" here.`,
    close ? `Did you mean ${close}?` : `The checks are: ${ids.join(', ')}.`,
  );
}

function nothingToHint({ id }: StageEntry, last: RunState, ids: readonly string[], { check }: HintOptions): string {
  const wholly = `Run "${commandLine(`check ${id}`)}" for the rest.`;
  if (check !== undefined) {
    const state = last.checks.find((one) => one.id === check)?.state;
    if (state === 'passed') return `${check} passed last time, so there are no hints to give.\n`;
    return `${check} has no verdict yet, so there are no hints to give. ${wholly}\n`;
  }
  const passed = last.checks.filter(({ state }) => state === 'passed').length;
  if (passed === ids.length) return `Every check of ${id} passed last time, so there are no hints to give.\n`;
  return `Only ${passed} of the ${ids.length} checks of ${id} have been run, and passed. ${wholly}\n`;
}

function text({ entry }: Target, check: CheckState, hint: Hint | undefined, isLast: boolean, stale: boolean): string {
  const summary = check.verdict?.status === 'failed' ? `${check.verdict.finding.summary}\n` : '';
  const head = `${entry.id}, ${check.id}: ${check.title}\n${summary}\n`;
  const said = hint
    ? `${hint.title}\n\n${hint.markdown}\n${hint.at ? `Look at ${hint.at.file}:${hint.at.line}.\n\n` : ''}`
    : 'There is no hint for this one. Look in the lesson (README.md).\n\n';
  const more = isLast
    ? `That was the last hint. "${commandLine(`solution ${entry.id} --diff`)}" shows the whole answer.`
    : 'Ask again for more.';
  const old = stale ? `Your files have changed since this check; run "${commandLine('check')}" for new hints.\n` : '';
  return `${head}${said}${old}${more}\n`;
}
