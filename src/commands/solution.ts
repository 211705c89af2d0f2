/** `solution`: the reference answer, or the way from the learner's files to it. */
import { existsSync } from 'node:fs';
import { findTarget, progressOf, type Target } from '../usecases/target.ts';
import { UsageError } from '../workspace/errors.ts';
import type { Pair } from '../workspace/starter/diff.ts';
import { type CliContext, type Common, exitCodes } from './context.ts';
import { confirmed } from './terminal/confirm.ts';

export type SolutionOptions = Common & { diff?: boolean; yes?: boolean };

export async function run(cli: CliContext, options: SolutionOptions, stage?: string): Promise<number> {
  const target = findTarget(cli, options, stage);
  const { entry, folder, workshop } = target;
  if (!existsSync(entry.solution)) throw new UsageError(`Stage ${entry.id} has no solution yet.`);
  const finished = workshop && progressOf(cli, workshop).stages[entry.slug]?.finishedAt;
  const question = `You have not passed ${entry.id} yet. Show the solution all the same?`;
  if (!finished && !(await confirmed(cli, options, question))) {
    cli.out('Not shown. "go-cloud-workshop hint" gives a smaller push.\n');
    return exitCodes.passed;
  }
  const { pairsOf, unified } = await import('../workspace/starter/diff.ts');
  const pairs = pairsOf(existsSync(folder) ? folder : entry.solution, entry.solution);
  cli.out(options.diff ? differences(target, pairs.map(unified)) : pairs.map(whole).join(''));
  return exitCodes.passed;
}

function differences({ entry, folder }: Target, patches: string[]): string {
  if (!existsSync(folder))
    throw new UsageError(
      `There is no folder ${folder} to compare.`,
      `Run "go-cloud-workshop start ${entry.id}" first.`,
    );
  return patches.join('') || 'Your files are the same as the solution.\n';
}

function whole({ path, solution }: Pair): string {
  return solution === undefined ? '' : `──── ${path}\n${solution.endsWith('\n') ? solution : `${solution}\n`}\n`;
}
