/** The time to the first frame, and that of `list` in a script, against a Node that does nothing. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { packageRoot } from '../../src/course/own.ts';
import { timed } from './checks.ts';
import type { Comparison } from './table.ts';

const launcher = join(packageRoot, 'dist/launcher.cjs');
const nothing = () => timed(process.execPath, ['-e', '0']);

export const startUps: Comparison[] = [
  { name: 'first frame', against: 'node -e 0', goal: 5.5, ours: () => inHome(firstFrame), theirs: nothing },
  {
    name: 'list without a terminal',
    against: 'node -e 0',
    goal: 4,
    ours: () => inHome((env) => timed(process.execPath, [launcher, 'list'], { env })),
    theirs: nothing,
  },
];

/** A home of its own: no real progress is read or written. */
async function inHome<T>(run: (env: Record<string, string>) => T | Promise<T>): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'bench-home-'));
  const { CI: _ci, ...rest } = process.env as Record<string, string>;
  const xdg = { XDG_CONFIG_HOME: join(home, 'c'), XDG_STATE_HOME: join(home, 's'), XDG_CACHE_HOME: join(home, 'h') };
  try {
    return await run({ ...rest, ...xdg, HOME: home });
  } finally {
    rmSync(home, { recursive: true });
  }
}

/** From spawn until the footer's last word is on the screen, in a terminal of 80×24. */
function firstFrame(env: Record<string, string>): Promise<number> {
  const begun = performance.now();
  const terminal = spawn(process.execPath, [launcher], { cols: 80, rows: 24, env, cwd: env.HOME as string });
  return new Promise((resolve, reject) => {
    let seen = '';
    let ms = 0;
    terminal.onData((data) => {
      seen += data;
      if (ms > 0 || !/quit/.test(seen)) return;
      ms = performance.now() - begun;
      terminal.kill('SIGTERM');
    });
    terminal.onExit(() => (ms > 0 ? resolve(ms) : reject(new Error(`no first frame: ${seen}`))));
  });
}
