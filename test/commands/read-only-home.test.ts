/** A home on a read-only disk: one line says what could not be saved, and the work goes on. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Ended, type Play, play } from './play.ts';

const canMount = process.platform === 'linux' && spawnSync('unshare', ['-m', 'true']).status === 0;

/** `arguments` of the program, run one after the other beside the same read-only home. */
function runs(game: Play, ...commands: string[][]): Ended[] {
  const home = join(game.base, 'read-only');
  mkdirSync(home);
  const script = `mount -t tmpfs -o ro none '${home}'; exec "$@"`;
  return commands.map((args) => {
    const program = [
      process.execPath,
      join(import.meta.dirname, '../../src/cli.ts'),
      '--workshop',
      game.course,
      ...args,
    ];
    const { status, stdout, stderr } = spawnSync('unshare', ['-m', '/bin/sh', '-ec', script, 'sh', ...program], {
      cwd: game.cwd,
      env: { PATH: process.env.PATH, HOME: home, TMPDIR: game.base },
      encoding: 'utf8',
    });
    return { code: status, out: stdout, err: stderr };
  });
}

describe.skipIf(!canMount)('with a home on a read-only disk', () => {
  test('start copies the starters, check judges, hint hints, list lists', () => {
    const game = play();
    const [start, check, hint, list] = runs(game, ['start', '01'], ['check', '01'], ['hint', '01'], ['list']);
    expect(start).toMatchObject({ code: 0, out: expect.stringContaining('01-greeting: copied') });
    expect(start?.err).toMatch(/Where this folder is could not be saved: The disk .* is read-only.*\n$/);
    expect(existsSync(join(game.own, 'main.go'))).toBe(true);
    expect(check).toMatchObject({ code: 1, out: expect.stringContaining('It does not say hello.') });
    expect(check?.err).toMatch(/^Your progress could not be saved: The disk .* is read-only.*\n$/);
    // Without a saved verdict there is nothing to hint at, and that is said.
    expect(hint).toMatchObject({ code: 2, err: expect.stringContaining('has not been checked yet') });
    expect(list).toMatchObject({ code: 0, err: '' });
  });
});
