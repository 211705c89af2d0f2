/** One process at a time in a file of the workspace. */
import { dirname } from 'node:path';
import { tryLock } from '../harness/lease/lease.ts';
import { makeFolders } from '../harness/machine/folders.ts';
import { eventually, LackError } from '../kit/index.ts';

/** Work under the lock takes milliseconds, so a holder that has not let go after this long hangs. */
const patienceMs = 10_000;
/** A holder in another container (the folder is mounted there too) can't be seen; after this long it is taken for dead. */
const unseenMs = patienceMs / 2;

/** `work` is synchronous, so that the lock can't be held while waiting for something else. */
export async function locked<T>(path: string, work: () => T): Promise<T> {
  makeFolders(dirname(path));
  const lock = await eventually(patienceMs, () => tryLock(path, { unseenMs }));
  if (!lock)
    throw new LackError({
      need: 'disk',
      state: 'taken',
      what: `Another go-cloud-workshop has held ${path} for ten seconds.`,
      fix: 'End that program, or delete the file if none is running.',
    });
  try {
    return work();
  } finally {
    lock.release();
  }
}
