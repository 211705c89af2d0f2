// One set-up at a time in one checkout, so that two `npm start`s side by side don't install over each other.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Runs `work` while no other process does so for the same `folder`. The lock of a process that has died counts for nothing. */
export async function withLock(folder, work) {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const file = path.join(os.tmpdir(), `go-cloud-workshop-setup-${name}.lock`);
  while (!take(file)) await new Promise((resolve) => setTimeout(resolve, 100));
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
    fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!ownerLives(file)) removeStale(file);
    return false;
  }
}

function ownerLives(file) {
  try {
    const pid = Number(fs.readFileSync(file, 'utf8'));
    if (pid === 0) return true; // created, not yet written
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Renamed before it is removed: of two that find the same stale lock only one gets it. */
function removeStale(file) {
  const aside = `${file}.${process.pid}`;
  try {
    fs.renameSync(file, aside);
    if (ownerLives(aside)) fs.linkSync(aside, file); // a new owner was quicker: give it back
  } catch {
    // somebody else has removed it
  }
  fs.rmSync(aside, { force: true });
}
