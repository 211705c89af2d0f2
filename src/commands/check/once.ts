/** Grades one stage once: runs the checks, tells the reporters, prints the result. */
import type { RunState } from '../../engine/reduce.ts';
import { late, type RunEvent, within } from '../../kit/index.ts';
import { type Judged, judgeFolder, judgeOwn } from '../../usecases/grade.ts';
import type { Target } from '../../usecases/target.ts';
import type { CliContext, Options } from '../context.ts';
import { bugNotice, leftovers, reportErrored } from '../errors/bug-report.ts';
import type { Reporting } from '../reporting/open.ts';
import { interrupted } from '../terminal/interrupted.ts';
import { closing } from './closing.ts';
import { codeOf } from './exit-code.ts';

export type CheckOptions = Options & {
  path?: string;
  watch?: boolean;
  only?: string[];
  reporter?: string[];
  json?: boolean;
  allowBlocked?: boolean;
  all?: boolean;
  context?: string;
  loadImage?: string;
};

export async function checkOnce(
  cli: CliContext,
  options: CheckOptions,
  target: Target,
  reporting: Reporting,
): Promise<number> {
  try {
    const { run, cleaned } = await judge(cli, options, target, cli.signal, reporting);
    await reporting.end();
    if (!cli.signal.aborted) {
      const code = await settle(cli, options, target, run);
      await cleanedUp(cli, cleaned);
      return code;
    }
    await cleaned;
    return interrupted(cli, 'Everything that was started has been ended, and this run does not count.');
  } catch (error) {
    await reporting.end();
    throw error;
  }
}

/** Resolves with the verdicts; what was started for them may still have to be removed. */
export async function judge(
  cli: CliContext,
  { only, context, loadImage }: CheckOptions,
  { entry, folder, workshop }: Target,
  signal: AbortSignal,
  reporting: Pick<Reporting, 'emit'>,
): Promise<Judged> {
  const onEvent = (event: RunEvent) => {
    if (!signal.aborted) reporting.emit(event);
  };
  const onLeftovers = (error: unknown) => cli.notify(leftovers(cli, error));
  const grading = { entry, folder, env: cli.env, signal, onEvent, onLeftovers, only, context, loadImage };
  if (!workshop) return judgeFolder(grading);
  const { notice, ...judged } = await judgeOwn(grading, workshop, cli.appDirs);
  if (notice) cli.notify(notice);
  return judged;
}

/** Long enough for processes and files to go without a word. */
const unnoticedMs = 700;

/** The verdict is on the screen; who waits for the prompt is told what for. */
export async function cleanedUp(cli: CliContext, cleaned: Promise<void>): Promise<void> {
  if (cli.terminal.interactive && (await within(unnoticedMs, cleaned)) === late)
    cli.err('\nRemoving what the checks started …\n');
  await cleaned;
}

/** Says how the run ended; returns its exit code. Our own errors are written to a file first. */
export async function settle(cli: CliContext, options: CheckOptions, target: Target, run: RunState): Promise<number> {
  // A run of only some checks proves nothing about the stage.
  if (!options.only?.length)
    cli.out(await closing(cli, options.json ? ['--json'] : (options.reporter ?? []), target, run));
  const errored = reportErrored(cli, run.checks);
  if (errored) {
    const checks = errored.ids.join(', ');
    cli.err(
      `A bug in go-cloud-workshop kept ${checks} from a verdict; your program is not to blame. ${bugNotice(errored.file)}\n`,
    );
  }
  return codeOf(run.outcome ?? 'incomplete', options.allowBlocked ?? false);
}
