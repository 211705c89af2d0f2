/** Locks between the workshop's own processes: a file that names its owner. One whose owner is dead is taken over. */

import { randomBytes } from 'node:crypto';
import { linkSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { textOf } from '../process/procfs.ts';
import { type Owner, ownerLives, thisOwner } from './owner.ts';

export type Lock = { release(): void };

/** The lock, or undefined when a living process holds it. */
export function tryLock(path: string): Lock | undefined {
  const own = JSON.stringify({ ...thisOwner(), token: randomBytes(6).toString('hex') });
  if (!create(path, own)) {
    const holder = textOf(path);
    if (holder === undefined || lives(holder)) return undefined;
    takeAway(path, holder);
    if (!create(path, own)) return undefined;
  }
  return {
    release() {
      if (textOf(path) === own) rmSync(path, { force: true });
    },
  };
}

/** Appears with its whole content or not at all. */
function create(path: string, content: string): boolean {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    // Some file systems know no links; a reader may then see an empty file for a moment, and take it for a dead holder's.
    return linkless.has(code) ? createPlainly(path, content) : false;
  } finally {
    rmSync(draft, { force: true });
  }
}

const linkless = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

function createPlainly(path: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

/** Two processes may find the same dead holder: only the one that renames that very file away goes on. */
function takeAway(path: string, holder: string): void {
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    renameSync(path, aside);
    if (textOf(aside) !== holder) renameSync(aside, path);
    else unlinkSync(aside);
  } catch {
    // Somebody was quicker.
  }
}

function lives(content: string): boolean {
  try {
    return ownerLives(JSON.parse(content) as Owner);
  } catch {
    return false;
  }
}
