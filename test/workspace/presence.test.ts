import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { enter } from '../../src/workspace/presence.ts';

function appDirs() {
  const state = mkdtempSync(join(tmpdir(), 'presence-'));
  onTestFinished(() => rmSync(state, { recursive: true, force: true }));
  return { config: state, state };
}

test('the second window hears of the first, until that has left', () => {
  const where = appDirs();
  const first = enter(where, { id: 'w' }, process.pid);
  expect(first.others).toBe(0);
  expect(enter(where, { id: 'w' }, process.ppid).others).toBe(1);
  expect(enter(where, { id: 'another' }, process.ppid).others).toBe(0);
  first.leave();
  expect(enter(where, { id: 'w' }, process.ppid).others).toBe(0);
});

test('a window that was killed counts no more, and its file goes', () => {
  const where = appDirs();
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  enter(where, { id: 'w' }, gone);
  expect(enter(where, { id: 'w' }, process.pid).others).toBe(0);
  expect(readdirSync(join(where.state, 'windows', 'w'))).toEqual([String(process.pid)]);
});

test('a state folder that cannot be written keeps nobody from working', () => {
  const where = appDirs();
  writeFileSync(join(where.state, 'windows'), 'a file in the way');
  expect(enter(where, { id: 'w' }).others).toBe(0);
  expect(existsSync(join(where.state, 'windows', 'w'))).toBe(false);
});
