/** A run that was killed leaves its folder and its processes behind; the next start ends and removes them. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { ownerLives, parseOwner } from '../lease/owner.ts';
import { endAll } from '../process/family.ts';
import { namesIn, textOf } from '../process/procfs.ts';
import { removeRootIfEmpty, scratchRoot } from './root.ts';
import { removeTree, runLabel } from './scratch.ts';

/** Returns how many runs were swept. */
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
  removeRootIfEmpty();
  return swept;
}

function isInUse(dir: string): boolean {
  const owner = parseOwner(textOf(join(dir, 'owner.json')) ?? '');
  if (owner) return ownerLives(owner);
  // No owner yet: a run that is just starting, or one killed in its first millisecond. Only age tells them apart.
  try {
    return Date.now() - lstatSync(dir).mtimeMs < 60_000;
  } catch {
    return true;
  }
}
