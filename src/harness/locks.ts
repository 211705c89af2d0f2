/** Locks between the workshop's own processes: a file that names its owner. One whose owner is dead is taken over. */

import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startedAt } from './processes.ts';
import { textOf } from './procfs.ts';
import { scratchRoot } from './scratch.ts';

export type Lock = { release(): void };

/** The lock, or undefined when a living process holds it. */
export function tryLock(name: string): Lock | undefined {
  const path = join(scratchRoot(), 'locks', name);
  const own = JSON.stringify({
    pid: process.pid,
    startedAt: startedAt(process.pid),
    token: randomBytes(6).toString('hex'),
  });
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
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, path);
    return true;
  } catch {
    return false;
  } finally {
    unlinkSync(draft);
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
    const holder = JSON.parse(content) as { pid: number; startedAt: string };
    return startedAt(holder.pid) === holder.startedAt;
  } catch {
    return false;
  }
}
