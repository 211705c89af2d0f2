/** Which terminal UIs have a workshop open, so that a second one can say so: each holds a lock of its own. */
import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isHeld, tryLock } from '../harness/lease/lease.ts';
import { makeFolders } from '../harness/machine/folders.ts';
import type { AppDirs } from './app-dirs.ts';

export type Presence = { /** UIs that had it open before us. */ others: number; leave(): void };

/** Best effort: a state folder without write permission must not keep anybody from working. */
export function enter(appDirs: AppDirs, workshop: { id: string }): Presence {
  const folder = join(appDirs.state, 'windows', workshop.id);
  try {
    makeFolders(folder);
    // A name with a dot is a lock in the making.
    const names = readdirSync(folder).filter((name) => !name.includes('.'));
    const windows = names.map((name) => join(folder, name));
    const open = windows.filter((path) => isHeld(path));
    // A window that was killed could not remove its file.
    for (const path of windows) if (!open.includes(path)) rmSync(path, { force: true });
    const own = tryLock(join(folder, `${process.pid}-${randomBytes(4).toString('hex')}`));
    return { others: open.length, leave: () => own?.release() };
  } catch {
    return { others: 0, leave: () => {} };
  }
}
