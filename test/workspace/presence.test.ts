import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ownerOf } from '../../src/harness/lease/owner.ts';
import { enter } from '../../src/workspace/presence.ts';

function appDirs() {
  const state = mkdtempSync(join(tmpdir(), 'presence-'));
  onTestFinished(() => rmSync(state, { recursive: true, force: true }));
  return { config: state, state };
}

/** The file of another window, as its process would write it. */
function window(where: { state: string }, owner: object): void {
  const folder = join(where.state, 'windows', 'w');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '1-aa'), JSON.stringify(owner));
}

test('the second window learns of the first, until that has left', () => {
  const where = appDirs();
  const first = enter(where, { id: 'w' });
  expect(first.others).toBe(0);
  const second = enter(where, { id: 'w' });
  expect(second.others).toBe(1);
  expect(enter(where, { id: 'another' }).others).toBe(0);
  first.leave();
  second.leave();
  expect(enter(where, { id: 'w' }).others).toBe(0);
});

test('a window of another process counts, also one in another container', () => {
  const where = appDirs();
  window(where, ownerOf(process.ppid));
  expect(enter(where, { id: 'w' }).others).toBe(1);
  const elsewhere = appDirs();
  window(elsewhere, { ...ownerOf(2 ** 30), namespace: 'pid:[1]' });
  expect(enter(elsewhere, { id: 'w' }).others).toBe(1);
});

test.each<[string, () => object]>([
  ['was killed', () => ownerOf(spawnSync(process.execPath, ['-e', '']).pid)],
  ['has given its number to a stranger', () => ({ ...ownerOf(process.ppid), startedAt: '1' })],
])('a window that %s no longer counts, and its file goes', (_what, owner) => {
  const where = appDirs();
  window(where, { ...owner() });
  expect(enter(where, { id: 'w' }).others).toBe(0);
  expect(readdirSync(join(where.state, 'windows', 'w'))).toEqual([expect.stringMatching(`^${process.pid}-`)]);
});

test('a state folder that cannot be written keeps nobody from working', () => {
  const where = appDirs();
  writeFileSync(join(where.state, 'windows'), 'a file in the way');
  expect(enter(where, { id: 'w' }).others).toBe(0);
  expect(existsSync(join(where.state, 'windows', 'w'))).toBe(false);
});
