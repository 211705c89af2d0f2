/** The three kinds of errors in words: a command that can't be carried out, a machine that lacks something, our own bug. */
import { LackError } from '../../kit/index.ts';
import { UsageError } from '../../workspace/errors.ts';
import { type CliContext, exitCodes } from '../context.ts';
import { type BugReporter, bugNotice, writeBugReport } from './bug-report.ts';

/** Prints to stderr what happened; returns the exit code. */
export function explain(error: unknown, cli: BugReporter & Pick<CliContext, 'err' | 'signal'>): number {
  if (cli.signal.aborted) return exitCodes.interrupted;
  const lines = linesOf(error);
  if (lines) {
    cli.err(lines.map((line) => `${line}\n`).join(''));
    return exitCodes.usage;
  }
  const crash = error instanceof Error ? error : new Error(String(error));
  const file = writeBugReport(cli, [crash]);
  cli.err(`This is a bug in go-cloud-workshop, not in your program: ${crash.message}\n${bugNotice(file)}\n`);
  return exitCodes.bug;
}

/** A usage error or a lack as a sentence or two; a bug of ours is thrown again. */
export function sentenceOf(error: unknown): string {
  const lines = linesOf(error);
  if (!lines) throw error;
  return lines.join(' ');
}

/** What is wrong, and what to do about it; undefined for a bug of ours. */
function linesOf(error: unknown): string[] | undefined {
  if (error instanceof UsageError) return [error.message, error.next ?? ''].filter(Boolean);
  if (error instanceof LackError) return [error.lack.what, error.lack.fix].filter(Boolean);
  return undefined;
}
