/** `undo`: takes back the last reset or update of the learner's files. */
import { join } from 'node:path';
import { enumerate } from '../kit/index.ts';
import { workshopOf } from '../usecases/session.ts';
import { undoLast } from '../workspace/starter/undo.ts';
import { type CliContext, exitCodes, type Options } from './context.ts';
import { shortPath } from './terminal/short-path.ts';

export async function run(cli: CliContext, options: Options): Promise<number> {
  const workshop = workshopOf(cli, options);
  const { what, folder, at, back, aside } = undoLast(workshop);
  const where = shortPath(join(workshop.folder, folder), cli);
  cli.out(`Undid the ${what} of ${where} from ${at.slice(0, 16).replace('T', ' at ')} UTC: ${enumerate(back)}.\n`);
  if (aside.length > 0) {
    const kept = enumerate(aside.map((file) => `${file.path} as ${file.as}`));
    cli.out(`What you have written since then is kept: ${kept}.\n`);
  }
  return exitCodes.passed;
}
