/** The whole program in a terminal of its own, with a home of its own. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { Screen } from '../../src/dev/picture/terminal.ts';
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
  return { folder, env: { ...inherited, ...xdg, TERM: 'xterm-256color', LANG: 'C.UTF-8', EDITOR: 'true' } };
}

/** An earlier visit has made the folder. */
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

/** As editors save: `code` truncates and writes the file itself, `vim` writes another one and renames it. */
export function save(home: Home, stage: string, file: string, text: string): void {
  writeFileSync(path.join(workOf(home, stage), file), text);
}

export function saveSolution(home: Home, stage: string): void {
  cpSync(path.join(root, 'solutions', stage), workOf(home, stage), { recursive: true });
}

export const solutionText = (stage: string, file: string): string =>
  readFileSync(path.join(root, 'solutions', stage, file), 'utf8');

/** Processes whose command line names something below a folder: what a run may have left. Linux only. */
export function leftOver(marker: string): string[] {
  if (!existsSync('/proc/self/cmdline')) return [];
  return execFileSync('sh', ['-c', 'cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" " "'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(marker));
}
