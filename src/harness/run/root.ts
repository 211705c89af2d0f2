/** The folder that all runs of one user share: <tmp>/go-cloud-workshop-<uid>. It holds a folder for each run, and the locks between runs. */
import { lstatSync, mkdirSync, rmdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { block } from '../../kit/index.ts';
import { type Lock, tryLock } from '../lease/lease.ts';

export function scratchRoot(): string {
  return resolve(tmpdir(), `go-cloud-workshop-${userInfo().uid}`);
}

/** A lock between all runs on this machine; undefined when a living process holds it. */
export function tryRunLock(name: string): Lock | undefined {
  const folder = locksFolder();
  return inFolder(folder, () => tryLock(join(folder, name)));
}

const locksFolder = () => join(scratchRoot(), 'locks');

/** Throws a LackError where the system's folder for temporary files is missing, is somebody else's, or takes no folders. */
export function inTemp<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code = '', path = '' } = error as NodeJS.ErrnoException;
    if (!unusable.has(code) || !path.startsWith(scratchRoot())) throw error;
    const what = `${path} can't be made or used (${code}): it lies in the system's folder for temporary files.`;
    return block({
      need: 'disk',
      state: 'forbidden',
      what,
      fix: 'Set TMPDIR to a folder of yours that can be written.',
    });
  }
}

const unusable = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'EROFS']);

/** Runs `work` in the shared folder or one inside it. Another run removes either as soon as it is empty, so this starts over until they stay. */
export function inFolder<T>(folder: string, work: () => T): T {
  for (let tries = 1; ; tries += 1) {
    try {
      for (const one of new Set([scratchRoot(), folder])) makeFolder(one);
      return work();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || tries >= 100) throw error;
    }
  }
}

/** Not `recursive`: Node's hangs in a place that takes no folders, such as /proc. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** In a shared /tmp anybody may have made this folder first, or put a link in its place. */
export function expectOurs(root: string): void {
  const stat = lstatSync(root);
  if (!stat.isDirectory() || (process.getuid && stat.uid !== process.getuid()))
    throw Object.assign(new Error(`${root} is not a folder of yours`), { code: 'EACCES', path: root });
}

export function removeRootIfEmpty(): void {
  removeIfEmpty(locksFolder());
  removeIfEmpty(scratchRoot());
}

function removeIfEmpty(dir: string): void {
  try {
    rmdirSync(dir);
  } catch {
    // Another run is using it.
  }
}
