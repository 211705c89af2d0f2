/** `reset`: the fresh starter in place of the learner's files, with a copy for `undo`. */
import { existsSync } from 'node:fs';
import { enumerate, plural } from '../kit/index.ts';
import { findTarget } from '../usecases/target.ts';
import { commandLine } from '../words/command-line.ts';
import { UsageError } from '../workspace/errors.ts';
import { changedFiles, resetStage } from '../workspace/starter/reset.ts';
import { scaffoldStage } from '../workspace/starter/scaffold.ts';
import { type CliContext, exitCodes, type Options } from './context.ts';
import { confirmed } from './terminal/confirm.ts';
import { shortPath } from './terminal/short-path.ts';

export async function run(cli: CliContext, options: Options & { yes?: boolean }, stage?: string): Promise<number> {
  const { entry, folder, workshop } = findTarget(cli, options, stage);
  if (!workshop) throw new UsageError('There is no workshop folder, so there is nothing to reset.');
  const where = shortPath(folder, cli);
  if (!existsSync(folder)) {
    await scaffoldStage(workshop, entry);
    cli.out(`${where}: copied, because it was missing.\n`);
    return exitCodes.passed;
  }
  const changed = changedFiles(workshop, entry);
  if (changed.length === 0) {
    cli.out(`${where} already is the fresh starter.\n`);
    return exitCodes.passed;
  }
  const question = `Put the fresh starter in place of ${plural(changed.length, 'file')} in ${where} (${enumerate(changed)})? "undo" brings them back.`;
  if (!(await confirmed(cli, options, question))) {
    cli.out('Nothing was changed.\n');
    return exitCodes.passed;
  }
  await resetStage(workshop, entry);
  cli.out(
    `${where} is the fresh starter again. "${commandLine('undo')}" brings your ${plural(changed.length, 'file')} back.\n`,
  );
  return exitCodes.passed;
}
