/** Several runs on one machine: shared folders, locks, and whose leftovers are swept. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { markedOwnerLives, ownerMark, thisOwner } from '../../../src/harness/lease/owner.ts';
import { membersOf } from '../../../src/harness/process/family.ts';
import { knownAs, pulseOf } from '../../../src/harness/process/stat.ts';
import { scratchRoot, tryRunLock } from '../../../src/harness/run/root.ts';
import { openScratch } from '../../../src/harness/run/scratch.ts';
import { sweepLeftovers } from '../../../src/harness/run/sweep.ts';
import { eventually } from '../../../src/kit/index.ts';

const temp = mkdtempSync(join(tmpdir(), 'owner-'));
vi.stubEnv('TMPDIR', temp);
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(temp, { recursive: true, force: true });
});

const node = (script: string, ...args: string[]) =>
  spawn(process.execPath, ['--input-type=module', '-e', script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });

/** A run's folder whose owner is somebody else. */
function runOf(owner: object): string {
  const scratch = openScratch();
  writeFileSync(join(scratch.dir, 'owner.json'), JSON.stringify(owner));
  return scratch.dir;
}

describe('runs that begin and end at the same time', () => {
  it('never find the folders that they share gone', { timeout: 120_000 }, async () => {
    const source = join(import.meta.dirname, '../../../src/harness');
    const script = `import { openScratch } from ${JSON.stringify(join(source, 'run/scratch.ts'))};
      import { tryRunLock } from ${JSON.stringify(join(source, 'run/root.ts'))};
      for (let turn = 0; turn < 300; turn += 1) {
        const scratch = openScratch();
        const lock = tryRunLock('port-' + process.pid);
        if (!lock) throw new Error('nobody else wants this lock');
        lock.release();
        scratch.remove();
      }`;
    const runs = [node(script), node(script), node(script)];
    const errors: string[] = [];
    for (const run of runs) run.stderr.on('data', (text) => errors.push(String(text)));
    const codes = await Promise.all(runs.map(async (run) => (await once(run, 'close'))[0]));
    expect(errors.filter((text) => !text.includes('Warning'))).toEqual([]);
    expect(codes).toEqual([0, 0, 0]);
    expect(existsSync(scratchRoot())).toBe(false);
  });
});

describe('a sweep', () => {
  it('removes what a dead process left, even if another process has its number now', async () => {
    const dir = runOf({ ...thisOwner(), startedAt: '1' });
    expect(await sweepLeftovers()).toBe(1);
    expect(existsSync(dir)).toBe(false);
  });

  it('leaves the run of a container that shares the folder alone, for a day', async () => {
    const elsewhere = { ...thisOwner(), pid: 2 ** 30, namespace: 'pid:[1]' };
    const young = runOf(elsewhere);
    const old = runOf({ ...elsewhere, since: Date.now() - 25 * 3_600_000 });
    expect(await sweepLeftovers()).toBe(1);
    expect([existsSync(young), existsSync(old)]).toEqual([true, false]);
    rmSync(young, { recursive: true });
  });
});

describe('a lock', () => {
  it('is given once, and again when it was released or its owner is dead', () => {
    const lock = tryRunLock('one');
    expect(lock).toBeDefined();
    expect(tryRunLock('one')).toBeUndefined();
    writeFileSync(join(scratchRoot(), 'locks', 'one'), JSON.stringify({ ...thisOwner(), startedAt: '1' }));
    lock?.release();
    const second = tryRunLock('one');
    expect(second).toBeDefined();
    second?.release();
    expect(readdirSync(join(scratchRoot(), 'locks'))).toEqual([]);
  });

  it('of a young file that names nobody is not given: its owner may be writing it', () => {
    tryRunLock('two')?.release();
    const path = join(scratchRoot(), 'locks', 'two');
    writeFileSync(path, '');
    expect(tryRunLock('two')).toBeUndefined();
    utimesSync(path, new Date(0), new Date(0));
    const lock = tryRunLock('two');
    expect(lock).toBeDefined();
    lock?.release();
  });

  it('that is being taken over by another process is not given', () => {
    tryRunLock('three')?.release();
    const path = join(scratchRoot(), 'locks', 'three');
    const dead = JSON.stringify({ ...thisOwner(), startedAt: '1' });
    writeFileSync(path, dead);
    writeFileSync(`${path}.broom`, JSON.stringify(thisOwner()));
    expect(tryRunLock('three')).toBeUndefined();
    writeFileSync(`${path}.broom`, dead);
    expect(tryRunLock('three')).toBeUndefined();
    const lock = tryRunLock('three');
    expect(lock).toBeDefined();
    lock?.release();
    expect(readdirSync(join(scratchRoot(), 'locks'))).toEqual([]);
  });
});

describe('the mark of an owner, on an engine or in a cluster', () => {
  const [machine, pid, startedAt, namespace] = ownerMark().split(' ');
  const dayAgo = Date.now() - 25 * 3_600_000;
  const lives = (mark: (string | undefined)[], since = Date.now()) => markedOwnerLives(mark.join(' '), since);

  it('says whether the process lives, however old the thing is', () => {
    expect(lives([machine, pid, startedAt, namespace], dayAgo)).toBe(true);
    expect(lives([machine, pid, '1', namespace])).toBe(false);
    expect(lives([machine, pid, startedAt], dayAgo)).toBe(true);
  });

  it.each([
    ['machine', ['elsewhere', pid, '1', namespace]],
    ['container of this machine', [machine, pid, '1', 'pid:[1]']],
  ])('of another %s is believed for a day', (_where, mark) => {
    expect(lives(mark)).toBe(true);
    expect(lives(mark, dayAgo)).toBe(false);
  });
});

describe.runIf(process.platform === 'linux')('a process', () => {
  it('with the number of a known one is a stranger if it started later', async () => {
    const stranger = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' });
    const known = knownAs(stranger.pid as number);
    expect(membersOf({ known: [known] })).toEqual([known]);
    expect(membersOf({ known: [{ ...known, startedAt: '1' }] })).toEqual([]);
    stranger.kill('SIGKILL');
    await once(stranger, 'exit');
  });

  it('that computes is told from one that waits', async () => {
    const busy = node('console.log(1); for (;;);');
    const idle = node('console.log(1); setInterval(() => {}, 1e6);');
    await Promise.all([once(busy.stdout, 'data'), once(idle.stdout, 'data')]);
    const seen = (pid: number | undefined, wants: boolean) =>
      eventually(60_000, () => (pulseOf(pid as number)?.wants === wants ? true : undefined));
    expect(await seen(busy.pid, true)).toBe(true);
    expect(await seen(idle.pid, false)).toBe(true);
    for (const one of [busy, idle]) one.kill('SIGKILL');
    await Promise.all([once(busy, 'exit'), once(idle, 'exit')]);
    expect(pulseOf(busy.pid as number)).toBeUndefined();
  });
});
