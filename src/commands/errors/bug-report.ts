/** A file about our bug, for the learner to attach. It names neither them nor their machine. */
import { writeFileSync } from 'node:fs';
import { arch, release } from 'node:os';
import { join } from 'node:path';
import type { CheckState } from '../../engine/reduce.ts';
import { makeFolders } from '../../harness/machine/folders.ts';
import { LackError } from '../../kit/index.ts';
import type { CliContext } from '../context.ts';
import { redact } from './redact.ts';

export type BugReporter = Pick<CliContext, 'env' | 'appDirs' | 'version' | 'ownFolders'>;

/** The checks that got no verdict because of our bug, and the file about it; undefined: none. */
export function reportErrored(
  cli: BugReporter,
  checks: readonly CheckState[],
): { ids: string[]; file: string | undefined } | undefined {
  const errors = checks.flatMap(({ id, verdict }) =>
    verdict?.status === 'errored'
      ? [{ id, message: `${id}: ${verdict.error.message}`, stack: verdict.error.stack }]
      : [],
  );
  if (errors.length === 0) return undefined;
  return { ids: errors.map((error) => error.id), file: writeBugReport(cli, errors) };
}

export const bugNotice = (file: string | undefined): string =>
  file
    ? `What happened is written to ${file}; it names neither you nor your machine. Please attach it to a bug report.`
    : 'Not even a file about it could be written. Please report what you did.';

/** The verdicts stand; a bug of ours only kept it from being cleaned up after them. */
export function leftovers(cli: BugReporter, error: unknown): string {
  const failed = error instanceof Error ? error : new Error(String(error));
  const said = `The verdicts stand, but cleaning up after them failed (${failed.message}); the next check tries again.`;
  return error instanceof LackError ? said : `${said} ${bugNotice(writeBugReport(cli, [failed]))}`;
}

/** Synchronous, because a dying process calls it too. undefined: the file could not be written. */
export function writeBugReport(
  cli: BugReporter,
  errors: readonly { message: string; stack?: string }[],
): string | undefined {
  const folder = join(cli.appDirs.state, 'reports');
  const file = join(folder, `report-${new Date().toISOString().replace(/[:.]/g, '-')}.txt`);
  const text = [
    `go-cloud-workshop ${cli.version}`,
    `Node ${process.version}, ${process.platform} ${release()} ${arch()}`,
    ...errors.map(({ message, stack }) => `\n${message}\n${stack ?? ''}`),
  ].join('\n');
  try {
    makeFolders(folder);
    writeFileSync(file, `${redact(text, cli.env, cli.ownFolders)}\n`);
    return file;
  } catch {
    return undefined;
  }
}
