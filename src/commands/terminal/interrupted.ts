import { type CliContext, exitCodes } from '../context.ts';

/** By Ctrl+C or another signal, and not because nobody reads our output any more. */
export const isInterrupted = ({ aborted, reason }: AbortSignal): boolean => aborted && /^SIG/.test(String(reason));

/** Ends a verb whose signal was aborted: says so, where somebody is there to hear it. */
export function interrupted({ err, signal }: Pick<CliContext, 'err' | 'signal'>, because: string): number {
  if (isInterrupted(signal)) err(`\nInterrupted. ${because}\n`);
  return exitCodes.interrupted;
}
