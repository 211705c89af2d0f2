/**
 * The run's own folder: <tmp>/go-cloud-workshop-<uid>/run-<pid>-<random>. A folder whose owner is dead is a leftover of a
 * SIGKILL; the next start removes it and ends the processes that carry its name.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { type Owner, ownerLives, thisOwner } from '../lease/owner.ts';
import { endAll } from '../process/family.ts';
import { namesIn } from '../process/procfs.ts';

/** Environment variable that every process we start carries; its value is the run's id. */
export const runLabel = 'GO_CLOUD_WORKSHOP_RUN';

export type Scratch = {
  id: string;
  dir: string;
  /** A new empty folder in it. */
  folder(name: string): string;
  remove(): void;
};

export function scratchRoot(): string {
  return join(tmpdir(), `go-cloud-workshop-${userInfo().uid}`);
}

export function openScratch(): Scratch {
  const root = scratchRoot();
  const id = `run-${process.pid}-${randomBytes(4).toString('hex')}`;
  const dir = join(root, id);
  inFolder(root, () => {
    expectOurs(root);
    mkdirSync(dir, { mode: 0o700 });
  });
  writeFileSync(join(dir, 'owner.json'), JSON.stringify(thisOwner()));
  let folders = 0;
  return {
    id,
    dir,
    folder(name) {
      folders += 1;
      const path = join(dir, `${name}-${folders}`);
      mkdirSync(path);
      return path;
    },
    remove() {
      removeTree(dir);
      removeIfEmpty(join(root, 'locks'));
      removeIfEmpty(root);
    },
  };
}

/** Does something in a folder that other runs make too, and remove as soon as it is empty: until it is not gone meanwhile. */
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

/** Not `recursive`: in a place that takes no folders, such as /proc, Node's never comes back. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** In a shared /tmp anybody could have made this folder first, or a link in its place. */
function expectOurs(root: string): void {
  const stat = lstatSync(root);
  if (!stat.isDirectory() || (process.getuid && stat.uid !== process.getuid()))
    throw Object.assign(new Error(`${root} is not a folder of yours`), { code: 'EACCES', path: root });
}

/** Ends what killed runs left running and removes their folders. Returns how many runs were swept. */
export async function sweepLeftovers(): Promise<number> {
  const root = scratchRoot();
  let swept = 0;
  for (const name of namesIn(root)) {
    const dir = join(root, name);
    if (!name.startsWith('run-') || isInUse(dir)) continue;
    await endAll({ label: `${runLabel}=${name}`, folder: dir });
    removeTree(dir);
    swept += 1;
  }
  removeIfEmpty(join(root, 'locks'));
  removeIfEmpty(root);
  return swept;
}

function isInUse(dir: string): boolean {
  try {
    return ownerLives(JSON.parse(readFileSync(join(dir, 'owner.json'), 'utf8')) as Owner);
  } catch {
    // No owner yet: a run that begins right now, or one killed in its first millisecond. Old enough is dead.
    try {
      return Date.now() - lstatSync(dir).mtimeMs < 60_000;
    } catch {
      return true;
    }
  }
}

/** What can't be removed now is no reason to lose a verdict: the next start sweeps it. */
function removeTree(dir: string): void {
  for (const prepare of [() => {}, () => openUp(dir)]) {
    try {
      prepare();
      // A program that is just being ended may still write: retry.
      rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
      return;
    } catch {
      // A learner's program may have made a folder read-only.
    }
  }
}

function openUp(dir: string): void {
  chmodSync(dir, 0o700);
  for (const entry of readdirSync(dir, { withFileTypes: true })) if (entry.isDirectory()) openUp(join(dir, entry.name));
}

function removeIfEmpty(dir: string): void {
  try {
    rmdirSync(dir);
  } catch {
    // Somebody else's run is using it.
  }
}
