/** One process at a time, across processes: a lock is a file that holds its owner's process id. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { LackError } from './errors.ts';

const retryMs = 10;
/** Work under the lock takes milliseconds, so an owner that has not let go after this long hangs. */
const patienceMs = 10_000;

/** `work` is synchronous, so that nobody can keep the lock while waiting for something else. */
export async function locked<T>(path: string, work: () => T): Promise<T> {
  mkdirSync(dirname(path), { recursive: true });
  const begun = Date.now();
  while (!take(path)) {
    if (Date.now() - begun > patienceMs) {
      throw new LackError({
        what: `Another go-cloud-workshop has held ${path} for ten seconds.`,
        fix: 'End that program, or delete the file if none is running.',
      });
    }
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
  try {
    return work();
  } finally {
    rmSync(path, { force: true });
  }
}

function take(path: string): boolean {
  if (create(path)) return true;
  if (!abandoned(path)) return false;
  // Two processes may see the same dead owner: only the one that holds the second lock may remove the first.
  const broom = `${path}.broom`;
  if (!create(broom)) {
    if (abandoned(broom)) rmSync(broom, { force: true });
    return false;
  }
  try {
    if (abandoned(path)) rmSync(path, { force: true });
  } finally {
    rmSync(broom, { force: true });
  }
  return create(path);
}

function create(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false;
    throw error;
  }
}

/** Its owner is dead, or died between making the file and writing into it. */
function abandoned(path: string): boolean {
  try {
    const owner = Number(readFileSync(path, 'utf8'));
    if (owner > 0) return !lives(owner);
    return Date.now() - statSync(path).mtimeMs > patienceMs / 2;
  } catch {
    return false;
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}
