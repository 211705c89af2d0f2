/** `reset`: the fresh starter in place of the learner's files, with a copy for `undo`. */
import { existsSync } from 'node:fs';
import { UsageError } from '../workspace/errors.ts';
import { changedFiles, resetStage } from '../workspace/reset.ts';
import { scaffoldStage } from '../workspace/scaffold.ts';
import { confirmed } from './confirm.ts';
import { type Common, exitCodes, type Surroundings } from './surroundings.ts';
import { findTarget } from './target.ts';
import { enumerate, plural, shortPath } from './text.ts';

export async function run(
  surroundings: Surroundings,
  options: Common & { yes?: boolean },
  stage?: string,
): Promise<number> {
  const { entry, folder, workshop } = findTarget(surroundings, options, stage);
  if (!workshop) throw new UsageError('There is no workshop to reset a stage of.');
  const where = shortPath(folder, surroundings);
  if (!existsSync(folder)) {
    await scaffoldStage(workshop, entry);
    surroundings.out(`${where}: copied, as it was not there.\n`);
    return exitCodes.passed;
  }
  const changed = changedFiles(workshop, entry);
  if (changed.length === 0) {
    surroundings.out(`${where} is the fresh starter already.\n`);
    return exitCodes.passed;
  }
  const question = `Put the fresh starter in place of ${plural(changed.length, 'file')} in ${where} (${enumerate(changed)})? "undo" brings them back.`;
  if (!(await confirmed(surroundings, options, question))) {
    surroundings.out('Nothing was changed.\n');
    return exitCodes.passed;
  }
  await resetStage(workshop, entry);
  surroundings.out(
    `${where} is the fresh starter again. "go-cloud-workshop undo" brings your ${plural(changed.length, 'file')} back.\n`,
  );
  return exitCodes.passed;
}
