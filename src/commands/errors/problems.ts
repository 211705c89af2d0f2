/** The three kinds of errors, as a person reads them: a command that can't be carried out, a machine that lacks something, our bug. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, release } from 'node:os';
import { join } from 'node:path';
import type { CheckState } from '../../engine/reduce.ts';
import { Blocked, describeLack } from '../../kit/index.ts';
import { LackError, UsageError } from '../../workspace/errors.ts';
import { type CliContext, exitCodes } from '../context.ts';
import { redact } from './redact.ts';

type Reporting = Pick<CliContext, 'err' | 'env' | 'appDirs' | 'version' | 'signal'>;

/** Says what happened on stderr; returns the exit code. */
export function explain(error: unknown, cli: Reporting): number {
  if (cli.signal.aborted) return exitCodes.interrupted;
  if (error instanceof Blocked) {
    cli.err(`${describeLack(error.lack)}\n`);
    return exitCodes.usage;
  }
  if (error instanceof UsageError || error instanceof LackError) {
    cli.err(`${error.message}\n${error.next ? `${error.next}\n` : ''}`);
    return exitCodes.usage;
  }
  const crash = error instanceof Error ? error : new Error(String(error));
  const file = writeReport(cli, [crash]);
  cli.err(`This is a bug in go-cloud-workshop, not in your program: ${crash.message}\n${whereToSend(file)}\n`);
  return exitCodes.bug;
}

/** What nobody's program did wrong, as a sentence; our own bug goes on up. */
export function sentenceOf(error: unknown): string {
  if (error instanceof UsageError || error instanceof LackError)
    return [error.message, error.next].filter(Boolean).join(' ');
  throw error;
}

/** The checks that a bug of ours kept from a verdict, and the file that says how; undefined: none. */
export function reportErrored(
  cli: Pick<Reporting, 'env' | 'appDirs' | 'version'>,
  checks: readonly CheckState[],
): { ids: string[]; file: string | undefined } | undefined {
  const errors = checks.flatMap(({ id, verdict }) =>
    verdict?.status === 'errored'
      ? [{ id, message: `${id}: ${verdict.error.message}`, stack: verdict.error.stack }]
      : [],
  );
  if (errors.length === 0) return undefined;
  return { ids: errors.map((error) => error.id), file: writeReport(cli, errors) };
}

export const whereToSend = (file: string | undefined): string =>
  file
    ? `What happened is written to ${file}; it names neither you nor your machine. Please attach it to a bug report.`
    : 'Not even a report about it could be written. Please report what you did.';

/** Synchronous, because it is also called from a dying process. undefined: it could not be written. */
export function writeReport(
  cli: Pick<Reporting, 'env' | 'appDirs' | 'version'>,
  errors: readonly { message: string; stack?: string | undefined }[],
): string | undefined {
  const folder = join(cli.appDirs.state, 'reports');
  const file = join(folder, `report-${new Date().toISOString().replace(/[:.]/g, '-')}.txt`);
  const text = [
    `go-cloud-workshop ${cli.version}`,
    `Node ${process.version}, ${process.platform} ${release()} ${arch()}`,
    ...errors.map(({ message, stack }) => `\n${message}\n${stack ?? ''}`),
  ].join('\n');
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `${redact(text, cli.env)}\n`);
    return file;
  } catch {
    return undefined;
  }
}
