import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type IPty, spawn } from '@lydell/node-pty';
import { describe, expect, test } from 'vitest';
import { play } from './play.ts';

const root = join(import.meta.dirname, '../..');
const mine = 'package main // mine\n';

/** Answers the question of `reset` in a real terminal. */
async function answered(keys: string): Promise<{ code: number; screen: string; text: string }> {
  const game = play();
  await game.run('start', '01');
  game.write({ 'main.go': mine });
  const { PATH = '' } = process.env;
  const env = {
    PATH,
    HOME: game.cwd,
    TERM: 'xterm',
    XDG_CONFIG_HOME: join(game.base, 'config'),
    XDG_STATE_HOME: join(game.base, 'state'),
  };
  const args = [join(root, 'src/cli.ts'), '--workshop', game.course, 'reset', '01'];
  const terminal: IPty = spawn(process.execPath, args, { cols: 80, rows: 24, cwd: game.cwd, env });
  let screen = '';
  const ended = new Promise<number>((resolve) => terminal.onExit(({ exitCode }) => resolve(exitCode)));
  terminal.onData((text) => {
    const asked = screen.includes('[y/N]');
    screen += text;
    if (!asked && screen.includes('[y/N]')) terminal.write(keys);
  });
  return { code: await ended, screen, text: readFileSync(join(game.own, 'main.go'), 'utf8') };
}

describe('a question in the terminal', () => {
  test('y does it', async () => {
    const { code, screen, text } = await answered('y\r');
    expect(screen).toContain('is the fresh starter again');
    expect([code, text]).toEqual([0, 'package main\n\nfunc main() {\n}\n']);
  });

  test.each([
    ['return', '\r', 0],
    ['n', 'n\r', 0],
    ['Ctrl+D', '\u0004', 0],
    ['Ctrl+C', '\u0003', 130],
  ])('%s does not', async (_name, keys, exit) => {
    const { code, screen, text } = await answered(keys);
    expect(screen).toContain('Nothing was changed');
    expect([code, text]).toEqual([exit, mine]);
  });
});
