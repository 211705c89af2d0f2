/** Grades one stage once: opens the reporters, runs the checks, prints the result. */
import type { RunState } from '../../engine/reduce.ts';
import type { RunEvent } from '../../kit/index.ts';
import { gradeFolder, gradeOwn } from '../../usecases/grade.ts';
import type { Target } from '../../usecases/target.ts';
import { type CliContext, exitCodes, type Options } from '../context.ts';
import { bugNotice, leftovers, reportErrored } from '../errors/bug-report.ts';
import { closing } from './closing.ts';
import { codeOf } from './exit-code.ts';
import { openReporters, type Reporting } from './reporters.ts';

export type CheckOptions = Options & {
  path?: string;
  watch?: boolean;
  only?: string[];
  reporter?: string[];
  allowBlocked?: boolean;
  all?: boolean;
  context?: string;
  loadImage?: string;
};

export async function checkOnce(cli: CliContext, options: CheckOptions, target: Target): Promise<number> {
  const reporting = await reportersFor(cli, options, target);
  try {
    const run = await grade(cli, options, target, cli.signal, reporting);
    reporting.end();
    if (!cli.signal.aborted) return await settle(cli, options, target, run);
    cli.err('\nInterrupted. Everything that was started has been ended, and this run does not count.\n');
    return exitCodes.interrupted;
  } catch (error) {
    reporting.end();
    throw error;
  }
}

/** With --all there is one file per stage: {stage} in a file's name stands for its id. */
export function reportersFor(cli: CliContext, { reporter = [] }: CheckOptions, { entry }: Target): Promise<Reporting> {
  return openReporters(
    reporter.map((spec) => spec.replaceAll('{stage}', entry.id)),
    cli,
  );
}

export async function grade(
  cli: CliContext,
  { only, context, loadImage }: CheckOptions,
  { entry, folder, workshop }: Target,
  signal: AbortSignal,
  reporting: Pick<Reporting, 'emit'>,
): Promise<RunState> {
  const onEvent = (event: RunEvent) => {
    if (!signal.aborted) reporting.emit(event);
  };
  const onLeftovers = (error: unknown) => cli.notify(leftovers(cli, error));
  const grading = { entry, folder, env: cli.env, signal, onEvent, onLeftovers, only, context, loadImage };
  if (!workshop) return gradeFolder(grading);
  const { run, notice } = await gradeOwn(grading, workshop, cli.appDirs);
  if (notice) cli.notify(notice);
  return run;
}

/** Says how the run ended; returns its exit code. Our own errors are written to a file first. */
export async function settle(cli: CliContext, options: CheckOptions, target: Target, run: RunState): Promise<number> {
  // A run of only some checks proves nothing about the stage.
  if (!options.only?.length) cli.out(await closing(cli, options.reporter ?? [], target, run));
  const errored = reportErrored(cli, run.checks);
  if (errored) {
    const checks = errored.ids.join(', ');
    cli.err(
      `A bug in go-cloud-workshop kept ${checks} from a verdict; your program is not to blame. ${bugNotice(errored.file)}\n`,
    );
  }
  return codeOf(run.outcome ?? 'incomplete', options.allowBlocked ?? false);
}
