/** What can go wrong without anybody's bug. Everything else that is thrown is a bug of ours and is reported as one. */
import { lackOfPath } from '../harness/machine/faults.ts';
import { LackError } from '../kit/index.ts';

/** The command cannot be carried out as given: says why in a sentence, and what to do next. Exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
  readonly next: string | undefined;
  constructor(message: string, next?: string) {
    super(message);
    this.next = next;
  }
}

/** How to choose another place: for the learner's folder, and for our own files. */
const otherFolder = 'name another folder with --dir';
export const otherHome = 'set XDG_CONFIG_HOME and XDG_STATE_HOME to folders that can be written';

/** A disk error as one clear sentence; anything else comes back as it was. `path` stands in where the error names none. */
export function explainDiskError(error: unknown, path: string, elsewhere = otherFolder): unknown {
  const lack = lackOfPath(error, path, elsewhere);
  return lack ? new LackError(lack) : error;
}

/** Runs `work`; a disk error in it becomes a LackError that names the path. */
export function onDisk<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw explainDiskError(error, path);
  }
}

/**
 * Saves something a learner can do without: where the disk refuses it, resolves with a sentence that says so.
 * `what`: e.g. "Your progress".
 */
export async function saved(what: string, save: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await save();
  } catch (error) {
    const why = explainDiskError(error, 'our own files', otherHome);
    if (!(why instanceof LackError) && !isSystemError(why)) throw why;
    return `${what} could not be saved: ${why.message}`;
  }
}

/** Node's own: an errno(3) that has no sentence of ours. */
const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'errno' in error && 'syscall' in error;
