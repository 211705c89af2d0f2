/** Which terminal UIs have a workshop open: a file per process, so that a second one can say so. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppDirs } from './app-dirs.ts';

export type Presence = { /** UIs that had it open before us. */ others: number; leave(): void };

/** Best effort: a state folder that cannot be written keeps nobody from working. */
export function enter(appDirs: AppDirs, owner: { id: string }, pid: number = process.pid): Presence {
  const folder = join(appDirs.state, 'windows', owner.id);
  const own = join(folder, String(pid));
  try {
    mkdirSync(folder, { recursive: true });
    const others = readdirSync(folder).filter((name) => name !== String(pid) && /^\d+$/.test(name));
    const alive = others.filter((name) => isAlive(Number(name)));
    // A window that was killed could not take its file away.
    for (const name of others) if (!alive.includes(name)) rmSync(join(folder, name), { force: true });
    writeFileSync(own, '');
    return { others: alive.length, leave: () => rmSync(own, { force: true }) };
  } catch {
    return { others: 0, leave: () => {} };
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // somebody else's, and alive
  }
}
