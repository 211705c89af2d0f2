/** Locks between the workshop's own processes: a file that names its owner. The lock of a dead owner is taken over. */
import { randomBytes } from 'node:crypto';
import { linkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { textOf } from '../process/procfs.ts';
import { ownerLives, parseOwner, thisOwner } from './owner.ts';

export type Lock = { release(): void };

export type LockOptions = {
  /** How long a holder in another container is believed to live; a day where unset. */
  unseenMs?: number;
};

/** A file that names no owner (empty, damaged, unreadable) may just be in the making; for this long it counts as held. */
const namelessMs = 5_000;

/** The lock, or undefined when a living process holds it. The folder must be there. */
export function tryLock(path: string, options: LockOptions = {}): Lock | undefined {
  const own = JSON.stringify({ ...thisOwner(), token: randomBytes(6).toString('hex') });
  if (!create(path, own)) {
    if (isHeld(path, options)) return undefined;
    removeDead(path, own, options);
    if (!create(path, own)) return undefined;
  }
  return {
    release() {
      if (textOf(path) === own) rmSync(path, { force: true });
    },
  };
}

/** A living process holds the lock. */
export function isHeld(path: string, { unseenMs }: LockOptions = {}): boolean {
  const owner = parseOwner(textOf(path) ?? '');
  if (owner) return ownerLives(owner, unseenMs);
  try {
    return Math.abs(Date.now() - statSync(path).mtimeMs) < namelessMs;
  } catch {
    return false;
  }
}

/** Two processes may find the same dead holder, and the slower must not remove the lock of the quicker: under a second lock, one at a time checks again and removes. */
function removeDead(path: string, own: string, options: LockOptions): void {
  const broom = `${path}.broom`;
  if (!create(broom, own)) {
    if (!isHeld(broom, options)) rmSync(broom, { force: true });
    return;
  }
  try {
    if (!isHeld(path, options)) rmSync(path, { force: true });
  } finally {
    rmSync(broom, { force: true });
  }
}

/** Appears with its whole content or not at all; false where there is a file already. */
function create(path: string, content: string): boolean {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    // Some file systems know no links; a reader may then see a nameless file for a moment.
    return linkless.has((error as NodeJS.ErrnoException).code ?? '') ? createPlainly(path, content) : false;
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
