/**
 * The run's own folder: <tmp>/go-cloud-workshop-<uid>/run-<pid>-<random>. A folder whose owner is dead is a leftover of a
 * SIGKILL; the next start removes it and ends the processes that carry its name.
 */
import { randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { endAll, startedAt } from './processes.ts';
import { namesIn } from './procfs.ts';

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
  const root = ensureRoot();
  const id = `run-${process.pid}-${randomBytes(4).toString('hex')}`;
  const dir = join(root, id);
  mkdirSync(dir, { mode: 0o700 });
  writeFileSync(join(dir, 'owner.json'), JSON.stringify({ pid: process.pid, startedAt: startedAt(process.pid) }));
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

function ensureRoot(): string {
  const root = scratchRoot();
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const stat = lstatSync(root);
  // In a shared /tmp anybody could have made this folder first, or a link in its place.
  if (!stat.isDirectory() || (process.getuid && stat.uid !== process.getuid()))
    throw new Error(`${root} is not a folder of yours; remove it or set TMPDIR to another place`);
  return root;
}

/** Ends what killed runs left running and removes their folders. Returns how many runs were swept. */
export async function sweepLeftovers(): Promise<number> {
  const root = scratchRoot();
  let swept = 0;
  for (const name of namesIn(root)) {
    const dir = join(root, name);
    if (!name.startsWith('run-') || ownerLives(dir)) continue;
    await endAll({ label: `${runLabel}=${name}`, folder: dir, pids: [] });
    removeTree(dir);
    swept += 1;
  }
  removeIfEmpty(join(root, 'locks'));
  removeIfEmpty(root);
  return swept;
}

function ownerLives(dir: string): boolean {
  try {
    const owner = JSON.parse(readFileSync(join(dir, 'owner.json'), 'utf8')) as { pid: number; startedAt: string };
    return startedAt(owner.pid) === owner.startedAt;
  } catch {
    // No owner yet: a run that begins right now, or one killed in its first millisecond. Old enough is dead.
    try {
      return Date.now() - lstatSync(dir).mtimeMs < 60_000;
    } catch {
      return true;
    }
  }
}

function removeTree(dir: string): void {
  // A program that is just being ended may still write: retry.
  rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

function removeIfEmpty(dir: string): void {
  try {
    rmdirSync(dir);
  } catch {
    // Somebody else's run is using it.
  }
}
