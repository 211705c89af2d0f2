/** `check`: grades one stage (or all of them) and says how it went by its exit code. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RunState } from '../engine/reduce.ts';
import type { Outcome, RunEvent } from '../kit/index.ts';
import { gradeFolder, gradeOwn } from '../usecases/grade.ts';
import { expectGradable, findTarget, stagesOf, type Target } from '../usecases/target.ts';
import { UsageError } from '../workspace/errors.ts';
import { closing } from './check/closing.ts';
import { openReporters, type Reporting } from './check/reporters.ts';
import { type CliContext, type Common, exitCodes } from './context.ts';

export type CheckOptions = Common & {
  path?: string;
  watch?: boolean;
  only?: string[];
  reporter?: string[];
  allowBlocked?: boolean;
  all?: boolean;
  context?: string;
  loadImage?: string;
};

export async function run(cli: CliContext, options: CheckOptions, stage?: string): Promise<number> {
  const targets = options.all ? allTargets(cli, options) : [findTarget(cli, options, stage)];
  for (const target of targets) expectGradable(target);
  if (options.watch) {
    const [target] = targets;
    if (!target || options.all) throw new UsageError('--watch looks after one stage.', 'Leave --all out.');
    const { watch } = await import('./check/watch.ts');
    return watch(cli, options, target);
  }
  let code: number = exitCodes.passed;
  for (const target of targets) {
    code = worse(code, await checkOnce(cli, options, target));
    if (cli.signal.aborted) return exitCodes.interrupted;
  }
  return code;
}

/** Every stage that is ready and has a folder; under --path its sub-folders of the stages' names. */
function allTargets(cli: CliContext, options: CheckOptions): Target[] {
  const stages = stagesOf(cli, options).filter((entry) => entry.checker);
  const base = options.path === undefined ? undefined : resolve(cli.cwd, options.path);
  const targets = stages.map((entry) =>
    base === undefined ? findTarget(cli, options, entry.id) : { entry, folder: join(base, entry.id) },
  );
  const there = targets.filter((target) => existsSync(target.folder));
  if (there.length === 0)
    throw new UsageError('No stage has been started yet.', 'Run "go-cloud-workshop start" to get the starters.');
  return there;
}

async function checkOnce(cli: CliContext, options: CheckOptions, target: Target): Promise<number> {
  const reporting = await openReporters(filesFor(target, options.reporter ?? []), cli);
  try {
    const run = await grade(cli, options, target, cli.signal, reporting);
    reporting.end();
    if (!cli.signal.aborted) return await settle(cli, options, target, run);
    cli.err('\nInterrupted. What was started is ended, and this run does not count.\n');
    return exitCodes.interrupted;
  } catch (error) {
    reporting.end();
    throw error;
  }
}

/** For --all one file per stage: {stage} in a file's name stands for its id. */
export const filesFor = ({ entry }: Target, reporters: readonly string[]): string[] =>
  reporters.map((spec) => spec.replaceAll('{stage}', entry.id));

export async function grade(
  cli: CliContext,
  options: CheckOptions,
  target: Target,
  signal: AbortSignal,
  reporting: Pick<Reporting, 'emit'>,
): Promise<RunState> {
  const { entry, folder, workshop } = target;
  const { only, context, loadImage } = options;
  const onEvent = (event: RunEvent) => {
    if (!signal.aborted) reporting.emit(event);
  };
  const grading = {
    entry,
    folder,
    env: cli.env,
    signal,
    onEvent,
    ...(only?.length ? { only } : {}),
    ...(context ? { context } : {}),
    ...(loadImage ? { loadImage } : {}),
  };
  if (!workshop) return gradeFolder(grading);
  const { run, notice } = await gradeOwn(grading, workshop, cli.appDirs);
  if (notice) cli.err(`${notice}\n`);
  return run;
}

/** The exit code of a run; our own errors are written to a report file first. */
export async function settle(cli: CliContext, options: CheckOptions, target: Target, run: RunState): Promise<number> {
  // A run of some checks only proves nothing about the stage.
  if (!options.only?.length) cli.out(await closing(cli, options.reporter ?? [], target, run));
  const { reportErrored, whereToSend } = await import('./errors/problems.ts');
  const errored = reportErrored(cli, run.checks);
  if (errored) {
    const checks = errored.ids.join(', ');
    cli.err(
      `A bug in go-cloud-workshop kept ${checks} from a verdict; your program is not to blame. ${whereToSend(errored.file)}\n`,
    );
  }
  return codeOf(run.outcome ?? 'incomplete', options.allowBlocked ?? false);
}

export function codeOf(outcome: Outcome, allowBlocked: boolean): number {
  if (outcome === 'incomplete') return allowBlocked ? exitCodes.passed : exitCodes.incomplete;
  return { passed: exitCodes.passed, failed: exitCodes.failed, errored: exitCodes.bug }[outcome];
}

const severity: number[] = [
  exitCodes.passed,
  exitCodes.incomplete,
  exitCodes.failed,
  exitCodes.bug,
  exitCodes.interrupted,
];

export const worse = (a: number, b: number): number => (severity.indexOf(a) >= severity.indexOf(b) ? a : b);
