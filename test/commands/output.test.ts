/** A stdout that is closed or full, for every verb: said or quiet, and never "Interrupted". */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verbs } from '../../src/commands/argv/verbs.ts';
import { write } from '../workspace/course.ts';
import { type Play, play } from './play.ts';

const right = 'package main\n\nfunc main() { print("hello, please") }\n';
const cli = join(import.meta.dirname, '../../src/cli.ts');

/** How to call each verb so that it has something to say, and its exit code where all of that is read. */
const calls: Record<string, [args: string[], code: number]> = {
  start: [['start'], 0],
  list: [['list'], 0],
  check: [['check', '01'], 1],
  hint: [['hint', '01'], 0],
  solution: [['solution', '01', '--yes'], 0],
  reset: [['reset', '01', '--yes'], 0],
  undo: [['undo'], 0],
  report: [['report'], 0],
  doctor: [['doctor'], 0],
  verify: [['verify', '01', '--program', 'starter'], 0],
  new: [['new', 'message-queue'], 0],
  completion: [['completion', 'bash'], 0],
  complete: [['complete', '--', 'check', ''], 0],
};

/** One workshop for all: after each call the others still have something to say. */
async function prepared(): Promise<Play> {
  const game = play();
  await game.run('start');
  game.write({ 'main.go': right });
  await game.run('reset', '01', '--yes');
  await game.run('check', '01');
  return game;
}

const more: [args: string[], code: number][] = [
  [['help'], 0],
  [['--version'], 0],
  [['check', '01', '--json'], 0],
];
const all = [...Object.values(calls), ...more];

test('every verb is tried here', () => {
  const names = verbs.map(({ usage }) => usage.split(' ')[0] ?? '');
  // These have tests of their own.
  const elsewhere = names.filter((name) => !(name in calls));
  expect(elsewhere.filter((name) => !['prefetch', 'gradescope-zip'].includes(name))).toEqual([]);
});

test.skipIf(!existsSync('/dev/full'))(
  'a full device is said once, and is no success',
  { timeout: 120_000 },
  async () => {
    const game = await prepared();
    // What shells ask is answered or not; a word of ours would land in the line that is being typed.
    for (const [args] of all.filter(([[verb]]) => verb !== 'complete')) {
      const { code, err } = await intoFull(game, args);
      const called = args.join(' ');
      expect(err, called).not.toMatch(/nterrupted/);
      expect(err.match(/The output could not be written: no space is left where it goes\./g), called).toHaveLength(1);
      expect([1, 2], called).toContain(code);
    }
    // What has nothing for stdout is not touched by it.
    expect(await intoFull(game, ['--nonsense'])).toMatchObject({
      code: 2,
      err: expect.not.stringContaining('written'),
    });
  },
);

test('a reader that leaves is no error, and no interruption', { timeout: 120_000 }, async () => {
  const game = await prepared();
  for (const [args, done] of all) {
    const { child, ended } = game.start(args);
    child.stdout?.destroy();
    const { code, err } = await ended;
    expect(err, args.join(' ')).not.toMatch(/nterrupted|EPIPE|bug|written/);
    // Done all the same, or ended early: then it is incomplete, never a pass.
    expect([done, 2], args.join(' ')).toContain(code);
  }
});

function intoFull(game: Play, words: string[]): Promise<{ code: number | null; err: string }> {
  const full = openSync('/dev/full', 'w');
  const { PATH = '' } = process.env;
  const env = {
    PATH,
    HOME: game.cwd,
    XDG_CONFIG_HOME: join(game.base, 'config'),
    XDG_STATE_HOME: join(game.base, 'state'),
    TMPDIR: game.base,
  };
  const child = spawn(process.execPath, [cli, '--workshop', game.course, ...words], {
    cwd: game.cwd,
    env,
    stdio: ['ignore', full, 'pipe'],
  });
  closeSync(full);
  let err = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, err }));
  });
}

test('a report may go to a device, which stays one', async () => {
  const game = play();
  await game.run('start', '01');
  write(game.own, { 'main.go': right });
  const { code, out } = await game.run('check', '01', '--reporter', 'tap=/dev/stdout', '--reporter', 'jsonl=run.jsonl');
  expect(code).toBe(0);
  expect(out).toMatch(/^TAP version 14\n/);
  expect(existsSync('/dev/stdout')).toBe(true);
});
