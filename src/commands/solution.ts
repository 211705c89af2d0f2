/** `solution`: the reference answer, or the way from the learner's files to it. */
import { existsSync } from 'node:fs';
import { progressOf } from '../usecases/session.ts';
import { type SolutionFile, solutionOf } from '../usecases/solution.ts';
import { findTarget, type Target } from '../usecases/target.ts';
import { commandLine } from '../words/command-line.ts';
import { UsageError } from '../workspace/errors.ts';
import { type CliContext, exitCodes, type Options } from './context.ts';
import { confirmed } from './terminal/confirm.ts';

export type SolutionOptions = Options & { diff?: boolean; yes?: boolean };

export async function run(cli: CliContext, options: SolutionOptions, stage?: string): Promise<number> {
  const target = findTarget(cli, options, stage);
  const { entry, folder, workshop } = target;
  if (!existsSync(entry.solution)) throw new UsageError(`Stage ${entry.id} has no solution yet.`);
  const finished = workshop && progressOf(cli, workshop).stages[entry.slug]?.finishedAt;
  const question = `You have not passed ${entry.id} yet. Show the solution anyway?`;
  if (!finished && !(await confirmed(cli, options, question))) {
    cli.out(`Not shown. "${commandLine('hint')}" gives a smaller push.\n`);
    return exitCodes.passed;
  }
  const files = solutionOf(entry, folder);
  cli.out(options.diff ? await differences(target, files) : files.map(whole).join(''));
  return exitCodes.passed;
}

async function differences({ entry, folder }: Target, files: readonly SolutionFile[]): Promise<string> {
  if (!existsSync(folder))
    throw new UsageError(
      `There is no folder ${folder} to compare.`,
      `Run "${commandLine(`start ${entry.id}`)}" first.`,
    );
  const { unified } = await import('./solution/unified.ts');
  return files.map(unified).join('') || 'Your files are the same as the solution.\n';
}

function whole({ path, solution }: SolutionFile): string {
  return solution === undefined ? '' : `──── ${path}\n${solution.endsWith('\n') ? solution : `${solution}\n`}\n`;
}
