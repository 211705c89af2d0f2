/** Asks before something that can't be unseen or would replace work. Where nobody can be asked, --yes has to say it. */
import { UsageError } from '../../workspace/errors.ts';
import type { CliContext } from '../context.ts';

export async function confirmed(cli: CliContext, options: { yes?: boolean }, question: string): Promise<boolean> {
  if (options.yes) return true;
  const answer = await cli.ask(question);
  if (answer !== undefined) return answer;
  throw new UsageError(`${question}\nNobody can be asked here.`, 'Add --yes to do it without asking.');
}
