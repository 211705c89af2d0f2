/** Asks before revealing the solution or replacing work. Without a terminal to ask on, --yes is required. */
import { UsageError } from '../../workspace/errors.ts';
import type { CliContext } from '../context.ts';

export async function confirmed(cli: CliContext, options: { yes?: boolean }, question: string): Promise<boolean> {
  if (options.yes) return true;
  const answer = await cli.ask(question);
  if (answer !== undefined) return answer;
  throw new UsageError(`${question}\nThere is no terminal to ask on.`, 'Add --yes to do it without asking.');
}
