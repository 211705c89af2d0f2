/** The whole program in a terminal of its own, with a home of its own. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { eventually } from '../../src/kit/index.ts';
import { Screen } from '../../tools/picture/terminal.ts';
import { launcher, root } from '../built.ts';

export type Home = { folder: string; env: Record<string, string> };

export function newHome(): Home {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'workshop-tui-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const {
    CI: _,
    INK_SCREEN_READER: __,
    NO_COLOR: ___,
    FORCE_COLOR: ____,
    ...inherited
  } = process.env as Record<string, string>;
  const xdg = Object.fromEntries(
    ['CONFIG', 'DATA', 'STATE'].map((kind) => [`XDG_${kind}_HOME`, path.join(folder, kind)]),
  );
  return {
    folder,
    env: { ...inherited, ...xdg, TMPDIR: folder, TERM: 'xterm-256color', LANG: 'C.UTF-8', EDITOR: 'true' },
  };
}

/** Creates the learner's folder, as an earlier visit did. */
export function started(home: Home, stage: string): void {
  execFileSync(process.execPath, [launcher, 'start', stage], { cwd: home.folder, env: home.env, stdio: 'pipe' });
}

export function open(
  home: Home,
  size = { columns: 80, rows: 24 },
  command: string[] = [process.execPath, launcher],
): Screen {
  const screen = new Screen(command, size, { cwd: home.folder, env: home.env });
  let ended = false;
  screen.ended().then(() => {
    ended = true;
  });
  onTestFinished(async () => {
    if (!ended) screen.end();
    await screen.ended();
  });
  return screen;
}

export const workOf = (home: Home, stage: string): string => path.join(home.folder, 'go-cloud-workshop', stage);

export function saveSolution(home: Home, stage: string): void {
  cpSync(path.join(root, 'solutions', stage), workOf(home, stage), { recursive: true });
}

/** Command lines that contain the home, as those of a run's processes do (its temp folder is in there). Linux only. */
export async function leftOver(home: Home): Promise<string[]> {
  const look = () => {
    const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
    return all.map(commandLine).filter((line) => line.includes(home.folder));
  };
  if (!existsSync('/proc/self/cmdline')) return [];
  return (await eventually(60_000, () => (look().length === 0 ? [] : undefined), 100)) ?? look();
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replace(/\0/g, ' ');
  } catch {
    return ''; // ended in between
  }
}
