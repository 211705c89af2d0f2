/** The run's own folder: run-<pid>-<random> in the folder that all runs share. A folder whose owner is dead is left over from a SIGKILL. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { thisOwner } from '../lease/owner.ts';
import { expectOurs, inFolder, inTemp, removeRootIfEmpty, scratchRoot } from './root.ts';

/** Environment variable that every process we start carries; its value is the run's id. */
export const runLabel = 'GO_CLOUD_WORKSHOP_RUN';

export type Scratch = {
  id: string;
  dir: string;
  /** A new empty folder in it. */
  folder(name: string): string;
  remove(): void;
};

export function openScratch(): Scratch {
  const root = scratchRoot();
  const id = `run-${process.pid}-${randomBytes(4).toString('hex')}`;
  const dir = join(root, id);
  inTemp(() =>
    inFolder(root, () => {
      expectOurs(root);
      mkdirSync(dir, { mode: 0o700 });
    }),
  );
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
      removeRootIfEmpty();
    },
  };
}

/** Best effort: what can't be removed now must not cost a verdict, and the next start sweeps it. */
export function removeTree(dir: string): void {
  for (const prepare of [() => {}, () => openUp(dir)]) {
    try {
      prepare();
      // A program that is just ending may still write: retry.
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
