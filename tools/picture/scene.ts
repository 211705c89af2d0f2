/** The README's picture: a learner's service answers in plain text, and the check says so. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { drawSvg } from './svg.ts';
import { Screen } from './terminal.ts';

const root = path.join(import.meta.dirname, '../..');
const launcher = path.join(root, 'dist/launcher.cjs');
const stage = '01-http-server';
const mistake = path.join(root, 'test/submissions', stage, 'rejected/health--fprintln');
const size = { columns: 96, rows: 25 };

/** Needs a built dist/. The same program gives the same picture, byte for byte: the finding has no measured number. */
export async function takePicture(): Promise<string> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'go-cloud-workshop-picture-'));
  try {
    const env = environmentIn(home);
    prepare(home, env);
    return await show(home, env);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function prepare(home: string, env: Record<string, string>): void {
  execFileSync(process.execPath, [launcher, 'start', stage], { cwd: home, env, stdio: 'pipe' });
  const work = path.join(home, 'go-cloud-workshop', stage);
  cpSync(path.join(root, 'solutions', stage), work, { recursive: true });
  cpSync(mistake, work, { recursive: true });
}

async function show(home: string, env: Record<string, string>): Promise<string> {
  const screen = new Screen([process.execPath, launcher], size, { cwd: home, env });
  try {
    await screen.shows(/Next .*c checks/s);
    screen.press('c');
    await screen.shows(/failed .*Stuck\?.*c check/s);
    return drawSvg(
      screen.terminal.buffer.active,
      size,
      'A failed check: GET /health was answered as text/plain; expected, seen, and the line in handlers.go',
    );
  } finally {
    screen.press('q');
    await screen.ended();
  }
}

/** Leaves out the developer's own progress and colour settings. */
function environmentIn(home: string): Record<string, string> {
  const inherited = [
    'PATH',
    'HOME',
    'GOPATH',
    'GOCACHE',
    'GOMODCACHE',
    'GOPROXY',
    'TMPDIR',
    'LOCALAPPDATA',
    'USERPROFILE',
    'SystemRoot',
  ];
  const known = inherited.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  const own = Object.fromEntries(
    ['CONFIG', 'DATA', 'STATE'].map((kind) => [`XDG_${kind}_HOME`, path.join(home, kind)]),
  );
  return { ...Object.fromEntries(known), ...own, TERM: 'xterm-256color', LANG: 'C.UTF-8' };
}
