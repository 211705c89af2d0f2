import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { write } from '../workspace/course.ts';
import { play } from './play.ts';

/** One clear sentence and what to do, no stack trace. */
function expectSentence({ code, err }: { code: number | null; err: string }, words: RegExp, exit = 2) {
  expect(err).toMatch(words);
  expect(err).not.toMatch(/\n\s+at /);
  expect(err.trim().split('\n').length).toBeLessThanOrEqual(3);
  expect(code).toBe(exit);
}

describe('names', () => {
  const game = () => play();
  test.each([
    [['chekc'], /no verb "chekc"[\s\S]*Did you mean "node \S+cli\.ts check"/],
    [['chek', '01', '--path', '.'], /no verb "chek"[\s\S]*Did you mean "node \S+cli\.ts check 01 --path \."/],
    [['--dir', '.', 'chek', '01'], /no verb "chek"[\s\S]*Did you mean "node \S+cli\.ts check 01"/],
    [['check', '01-greting', '--path', '.'], /no stage "01-greting"[\s\S]*Did you mean 01-greeting/],
    [['check', '01', '--wath'], /unknown option '--wath'[\s\S]*--watch/],
    [
      ['check', '01', '--path', '../course/exercises/01-greeting', '--only', 'grets'],
      /no check "grets"[\s\S]*Did you mean greets/,
    ],
    [
      ['check', '01', '--path', '../course/exercises/01-greeting', '--reporter', 'jsnl'],
      /no reporter "jsnl"[\s\S]*Did you mean jsonl/,
    ],
    [
      ['check', '01', '--path', '../course/exercises/01-greeting', '--reporter', 'pretty', '--reporter', 'jsonl'],
      /cannot share the screen/,
    ],
    [['check', '03', '--path', '.'], /in preparation/],
    [['check', '--path', '.'], /not clear which stage/],
    [['list', '--workshop', 'nowhere'], /There is no course/],
    [['verify', '--jobs', 'many'], /--jobs is a number/],
  ])('%j', async (args, words) => {
    expectSentence(await game().run(...args), words);
  });
});

describe('folders', () => {
  test('none yet', async () => {
    const game = play();
    expectSentence(await game.run('check', '01'), /no workshop in .*go-cloud-workshop yet[\s\S]*start/);
    expectSentence(await game.run('hint'), /no workshop/);
    expectSentence(await game.run('check', '01', '--path', 'nowhere'), /There is no folder/);
  });

  test('without go.mod; the one that has it is named', async () => {
    const game = play();
    write(game.cwd, { 'empty/x.txt': '', 'above/mine/go.mod': 'module m\n' });
    expectSentence(await game.run('check', '01', '--path', 'empty'), /has no go.mod[\s\S]*go mod init/);
    expectSentence(await game.run('check', '01', '--path', 'above'), /has no go.mod[\s\S]*Did you mean .*above\/mine/);
  });

  test('with two programs', async () => {
    const game = play();
    write(game.cwd, {
      'two/go.mod': 'module m\n',
      'two/cmd/a/main.go': 'package main\n',
      'two/cmd/b/main.go': 'package main\n',
    });
    expectSentence(await game.run('check', '01', '--path', 'two'), /more than one program: cmd\/a, cmd\/b/);
  });

  test('with far more than an exercise', async () => {
    const game = play();
    const files = Array.from({ length: 5_000 }, (_, n) => [`large/data/${n}`, '']);
    write(game.cwd, { 'large/go.mod': 'module m\n', 'large/main.go': 'package main\n', ...Object.fromEntries(files) });
    expectSentence(
      await game.run('check', '01', '--path', 'large'),
      /more than 5000 files, most of them in data\/[\s\S]*folder of the exercise/,
    );
  });

  test('with an editor open: its lock file, a link to nowhere, is no part of the program', async () => {
    const game = play();
    await game.run('start');
    symlinkSync('learner@host.4242:1700000000', join(game.own, '.#main.go'));
    expect(await game.run('check', '01')).toMatchObject({ code: 1, err: '' });
    expect(await game.run('hint', '01')).toMatchObject({ code: 0, err: '' });
  });

  test('with a huge log, which is named with the limit', async () => {
    const game = play();
    await game.run('start');
    game.write({ 'debug.log': '' });
    truncateSync(join(game.own, 'debug.log'), 211_000_000);
    expectSentence(await game.run('check', '01'), /more than 200 MiB.*debug\.log \(202 MiB\)[\s\S]*Move it out/);
  });

  test.each([
    ['a link that leads nowhere', 'dangling', /dangling is a file, or a link that leads nowhere/],
    ['a place that takes no folders', '/proc/learn', /does not allow writing \/proc\/learn/],
  ])('to be made in %s', async (_what, dir, words) => {
    const game = play();
    symlinkSync('nowhere', join(game.cwd, 'dangling'));
    expectSentence(await game.run('start', '--dir', dir), words);
  });

  test('a file', async () => {
    const game = play();
    write(game.cwd, { 'go-cloud-workshop': 'x', plain: 'x' });
    expectSentence(await game.run('check', '01', '--path', 'plain'), /is a file, not a folder/);
    expectSentence(await game.run('start'), /is a file, so it cannot be the workshop folder/);
  });

  test('that may not be read, or not be written', async () => {
    const game = play();
    mkdirSync(join(game.cwd, 'secret'));
    write(join(game.cwd, 'locked'), { keep: '' });
    chmodSync(join(game.cwd, 'secret'), 0o000);
    chmodSync(join(game.cwd, 'locked'), 0o555);
    const asNobody = (...args: string[]) => game.start(args, { asNobody: true }).ended;
    expectSentence(
      await asNobody('check', '01', '--path', 'secret'),
      /You may not read or write .*secret[\s\S]*permissions/,
    );
    expectSentence(await asNobody('start', '--dir', 'locked/here'), /You may not read or write .*locked\/here/);
    expect(readdirSync(join(game.cwd, 'locked'))).toEqual(['keep']);
    chmodSync(join(game.cwd, 'secret'), 0o755);
  });

  test('that can only be read is graded all the same', async () => {
    const game = play();
    const asNobody = (...args: string[]) => game.start(args, { asNobody: true }).ended;
    expect((await asNobody('start')).code).toBe(0);
    chmodSync(game.own, 0o555);
    expect((await asNobody('check', '01')).code).toBe(1);
    chmodSync(game.own, 0o755);
  });

  test('a home that cannot be written costs the progress, not the verdict', async () => {
    const game = play();
    await game.run('start');
    chmodSync(game.base, 0o755);
    write(game.base, { config2: 'a file where a folder belongs' });
    const { code, err } = await game.start(['check', '01', '--dir', 'go-cloud-workshop'], {
      env: { XDG_STATE_HOME: join(game.base, 'config2') },
    }).ended;
    expect(code).toBe(1);
    expect(err).toMatch(/progress could not be saved/);
  });

  test('--dir to nowhere is said, and how to make one there', async () => {
    const game = play();
    const { code, out, err } = await game.run('list', '--dir', 'nowhere');
    expect(code).toBe(0);
    expect(err).toMatch(
      /^There is no workshop in .*nowhere \(--dir\)\. "node \S+cli\.ts start --dir .*nowhere" makes one\.\n$/,
    );
    expect(out).toMatch(/Next: "node \S+cli\.ts start --dir nowhere"/);
    expect((await game.run('check', '01', '--dir', 'nowhere')).err).toMatch(
      /Run "node \S+cli\.ts start --dir .*nowhere"/,
    );
    const named = await game.start(['list'], { env: { GO_CLOUD_WORKSHOP_DIR: 'nowhere' } }).ended;
    expect(named.err).toContain('(GO_CLOUD_WORKSHOP_DIR)');
  });

  test('a link that leads in a circle', async () => {
    const game = play();
    symlinkSync('loop', join(game.cwd, 'loop'));
    expectSentence(await game.run('start', '--dir', 'loop/x'), /circle of symbolic links|loop/);
  });
});

describe('a corrupt progress file', () => {
  test('is kept aside, begun anew, and said', async () => {
    const game = play();
    await game.run('start');
    await game.run('check', '01');
    const folder = join(game.base, 'config/go-cloud-workshop/progress');
    const [name = ''] = readdirSync(folder);
    write(folder, { [name]: '{"schema":1,"stages":{"greet' });
    const { code, err, out } = await game.run('list');
    expect(code).toBe(0);
    expect(err).toMatch(/progress file could not be read. It is kept as .*unreadable/);
    expect(out).toContain('01-greeting');
    expect(readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))).toContain(
      '{"schema":1,"stages":{"greet',
    );
    expect((await game.run('list')).err).toBe('');
  });
});

describe('Go', () => {
  /** A PATH with the Node that runs us and nothing else but what is given. */
  function pathWith(game: ReturnType<typeof play>, programs: Record<string, string>): Record<string, string> {
    write(join(game.base, 'bin'), programs);
    for (const name of Object.keys(programs)) chmodSync(join(game.base, 'bin', name), 0o755);
    mkdirSync(join(game.base, 'bin'), { recursive: true });
    return { PATH: join(game.base, 'bin') };
  }

  test('is missing: blocked, exit 2, with how to get it', async () => {
    const game = play();
    const env = pathWith(game, {});
    const { code, out } = await game.start(['check', '02', '--path', '../course/exercises/02-go'], { env }).ended;
    expect(code).toBe(2);
    expect(out).toMatch(/Go is not installed/);
    const doctor = await game.start(['doctor'], { env }).ended;
    expect(doctor.code).toBe(2);
    expect(doctor.out).toMatch(/missing +Go: Go is not installed/);
  });

  test('is too old: blocked, exit 2, with how to get a newer one', async () => {
    const game = play();
    const env = pathWith(game, { go: '#!/bin/sh\necho go1.21.13\necho /c\necho /m\necho /r\n' });
    const { code, out } = await game.start(['check', '02', '--path', '../course/exercises/02-go'], { env }).ended;
    expect(code).toBe(2);
    expect(out).toMatch(/Go 1\.21\.13 is too old: the workshop needs 1\.22 or newer/);
    expect((await game.start(['doctor'], { env }).ended).out).toMatch(/too old +Go: Go 1\.21\.13 is too old/);
  });
});
