/** What can go wrong that is nobody's bug. Everything else that is thrown is ours, and is reported as such. */

/** The command cannot be carried out as it was given: says why in a sentence, and what to do next. Exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
  readonly next: string | undefined;
  constructor(message: string, next?: string) {
    super(message);
    this.next = next;
  }
}

/** The machine lacks something, or refuses it: a missing program, a full disk, a folder that may not be written. Exit code 2. */
export class LackError extends Error {
  override name = 'LackError';
  readonly next: string | undefined;
  constructor(message: string, next?: string) {
    super(message);
    this.next = next;
  }
}

const reasons: Record<string, (path: string) => [string, string]> = {
  EACCES: (path) => [
    `${path} may not be read or written by you.`,
    'Look at its owner and permissions, or name another folder with --dir.',
  ],
  EPERM: (path) => [
    `The system does not allow writing ${path}.`,
    'Look at its owner and permissions, or name another folder with --dir.',
  ],
  EROFS: (path) => [`${path} lies on a disk that can only be read.`, 'Name a folder on another disk with --dir.'],
  ENOSPC: (path) => [
    `The disk that holds ${path} is full.`,
    'Free some space, then run the same command again; nothing was lost.',
  ],
  EDQUOT: (path) => [
    `Your disk quota is used up, so ${path} could not be written.`,
    'Free some space, then run the same command again; nothing was lost.',
  ],
  ENOTDIR: (path) => [`A part of ${path} is a file, not a folder.`, 'Name another folder.'],
  EISDIR: (path) => [`${path} is a folder where a file belongs.`, 'Move it aside, then run the same command again.'],
  ENAMETOOLONG: (path) => [
    `The path ${path} is too long for this system.`,
    'Name a folder with a shorter path with --dir.',
  ],
  ELOOP: (path) => [`${path} leads in a circle of symbolic links.`, 'Name the real folder.'],
  EMFILE: () => [
    'This system has no more file handles to give.',
    'Close some programs, or raise the limit (ulimit -n), then run the same command again.',
  ],
  EBUSY: (path) => [`${path} is in use by another program.`, 'Close that program, then run the same command again.'],
};

/** A disk error as one clear sentence; anything else comes back as it was. `path` stands in where the error names none. */
export function explainDiskError(error: unknown, path: string): unknown {
  const { code, path: named } = error as { code?: string; path?: string };
  const reason = code === undefined ? undefined : reasons[code];
  if (!reason) return error;
  const [message, next] = reason(named ?? path);
  return new LackError(message, next);
}

/** Runs `work`; a disk error in it becomes a LackError that names the path. */
export function onDisk<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw explainDiskError(error, path);
  }
}
