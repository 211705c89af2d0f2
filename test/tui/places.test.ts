/** The UI in a real terminal, in places where folders can't be made or written. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { launcher } from '../built.ts';
import { newHome, open, saveSolution, started } from './terminal.ts';

const canMount = process.platform === 'linux' && spawnSync('unshare', ['-m', 'true']).status === 0;

test.runIf(canMount)('with a home on a read-only disk c checks, and the pass is shown', async () => {
  const home = newHome();
  started(home, '01-http-server');
  saveSolution(home, '01-http-server');
  const state = ['CONFIG', 'STATE'].map((kind) => path.join(home.folder, kind));
  for (const folder of state) mkdirSync(folder, { recursive: true });
  const mounts = state.map((folder) => `mount -t tmpfs -o ro none '${folder}'`).join(' && ');
  const run = `${mounts} && exec '${process.execPath}' '${launcher}'`;
  const screen = open(home, { columns: 100, rows: 40 }, ['unshare', '-m', '/bin/sh', '-ec', run]);
  await screen.shows(/q quit/);
  screen.press('c');
  await screen.shows(/Stage passed/);
  expect(screen.text()).not.toMatch(/bug of ours|could not start/);
  screen.press('q');
  expect(await screen.ended()).toBe(0);
});

test.runIf(process.platform === 'linux').each([
  ['takes no folders', '/proc/learn'],
  ['is a link that leads nowhere', 'dangling'],
])('a folder that %s is refused at once, and Ctrl+C still ends', async (_what, typed) => {
  const home = newHome();
  symlinkSync('nowhere', path.join(home.folder, 'dangling'));
  const screen = open(home);
  await screen.shows(/enter begin/);
  screen.press('\r');
  await screen.shows(/Where should your code live/);
  screen.press('\x15');
  await screen.shows(/Folder\s+Enter creates/);
  screen.press(typed);
  await screen.shows(new RegExp(`Folder {2}${typed}`));
  screen.press('\r');
  await screen.shows(/does not allow writing|leads nowhere/);
  screen.press('\x03');
  await screen.ended();
});
