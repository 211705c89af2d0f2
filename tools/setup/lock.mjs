// One set-up at a time per checkout: two `npm start`s must not install over each other.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { SetupError, say } from './project.mjs';

/** A lock file that names no owner may be half written: for this long it counts as held. */
const halfWrittenMs = 5_000;

/** A set-up that only looks whether all is well is over sooner; waiting for longer than this is said. */
const silentMs = 1_500;

/** Runs `work` while no other process does so for the same `folder`. The lock of a dead process is removed. */
export async function withLock(folder, work) {
  // The name holds the user's id: in a shared temp folder one user cannot remove another's stale lock.
  const name = createHash('sha256').update(`${os.userInfo().uid} ${folder}`).digest('hex').slice(0, 16);
  const file = path.join(os.tmpdir(), `go-cloud-workshop-setup-${name}.lock`);
  for (let waited = 0; !take(file); waited += 100) {
    if (waited === silentMs) say(`another set-up of this folder goes on; waiting for its lock, ${file} …`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const release = () => fs.rmSync(file, { force: true });
  process.on('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

function take(file) {
  try {
    fs.writeFileSync(file, `${process.pid} ${startedAt(process.pid)}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(error.code))
      throw new SetupError(
        `the set-up can't write its lock, ${file} (${error.code}). Set TMPDIR to a folder of yours that can be written.`,
      );
    if (error.code !== 'EEXIST') throw error;
    expectOurs(file);
    if (!ownerLives(file)) removeStale(file);
    return false;
  }
}

/** Another user's can neither be believed nor, in a shared temp folder, removed: waiting for it would never end. */
function expectOurs(file) {
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  if (!stat || (stat.isFile() && (!process.getuid || stat.uid === process.getuid()))) return;
  throw new SetupError(
    `the lock of the set-up, ${file}, is not ours: ${stat.isFile() ? `it belongs to user ${stat.uid}` : 'it is no file'}. Remove it, or set TMPDIR to a folder of your own.`,
  );
}

function ownerLives(file) {
  try {
    const [pid, since] = fs.readFileSync(file, 'utf8').split(' ');
    if (!since) return Math.abs(Date.now() - fs.statSync(file).mtimeMs) < halfWrittenMs;
    return startedAt(Number(pid)) === since;
  } catch {
    return false;
  }
}

/** When a process started, '' when it is gone. Tells it from a later one with the same pid, where there is a /proc. */
function startedAt(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return '';
  }
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return 'alive';
  }
}

/** Renames before removing: of two processes that find the same stale lock only one gets it. */
function removeStale(file) {
  const aside = `${file}.${process.pid}`;
  try {
    fs.renameSync(file, aside);
    if (ownerLives(aside)) fs.linkSync(aside, file); // a new owner was quicker: give it back
  } catch {
    // another process has removed it
  }
  fs.rmSync(aside, { force: true });
}
