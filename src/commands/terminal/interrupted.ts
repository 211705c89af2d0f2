import { type CliContext, exitCodes } from '../context.ts';

/** Ends a verb whose signal was aborted. Where nobody reads our output any more, nothing is said; cli.ts knows that exit code. */
export function interrupted({ err, signal }: Pick<CliContext, 'err' | 'signal'>, because: string): number {
  if (/^SIG/.test(String(signal.reason))) err(`\nInterrupted. ${because}\n`);
  return exitCodes.interrupted;
}
