/** `verify` as CI calls it, over a small course whose checks only read main.go. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { write } from '../../../workspace/course.ts';
import { type Ended, play } from '../../play.ts';

const right = 'package main\n\nfunc main() { print("hello") }\n';
const folder = 'test/submissions/01-greeting';
const others = {
  [`${folder}/accepted/shouting/go.mod`]: 'module x\n',
  [`${folder}/accepted/shouting/main.go`]: right,
  [`${folder}/rejected/greets--silent/main.go`]: 'package main // please\n',
  [`${folder}/rejected/compiles--no-file/expect.json`]: '{"removes": ["main.go"]}',
  [`${folder}/rejected/polite--rude/main.go`]: right,
  [`${folder}/uncovered.json`]: '{"waits": "a test", "breaks": "a test", "engine": "a test"}',
};
const blocked = { [`${folder}/accepted/engine/main.go`]: `${right}// ENGINE\n` };
const wrong = { [`${folder}/accepted/silent/main.go`]: 'package main\n' };

function course(more: Record<string, string> = {}) {
  const game = play();
  write(game.course, { ...others, ...more });
  return game;
}
const last = (text: string) => text.trimEnd().split('\n').at(-1);
const named = ({ out }: Ended) =>
  [...out.matchAll(/^\w+ +01-greeting (starter|solution|(?:accepted|rejected)\/\S+)/gm)].map(([, name]) => name);

describe('the exit code and the last line say the same', () => {
  test.each<[string, Record<string, string>, string[], number, string]>([
    ['all right', {}, [], 0, '9 passed, 0 failed, 0 skipped'],
    ['a program was skipped', blocked, [], 2, '9 passed, 0 failed, 1 skipped'],
    ['… and may be', blocked, ['--allow-skipped'], 0, '9 passed, 0 failed, 1 skipped'],
    ['a program was judged wrongly', wrong, [], 1, '9 passed, 1 failed, 0 skipped'],
    ['… and another was skipped', { ...wrong, ...blocked }, ['--allow-skipped'], 1, '9 passed, 1 failed, 1 skipped'],
  ])('%s', async (_, more, args, code, line) => {
    const ended = await course(more).run('verify', '01', ...args);
    expect({ code: ended.code, line: last(ended.out) }).toEqual({ code, line });
  });

  test('on stderr where a document has the screen', async () => {
    const game = course(blocked);
    for (const args of [['--json'], ['--reporter', 'tap']]) {
      const { code, err } = await game.run('verify', '01', ...args);
      expect({ code, line: last(err) }).toEqual({ code: 2, line: '9 passed, 0 failed, 1 skipped' });
    }
  });
});

test('shards: every program once, and the rules about the stage once', async () => {
  const game = course();
  const shards = await Promise.all([1, 2, 3].map((n) => game.run('verify', '01', '--shard', `${n}/3`)));
  expect(shards.map(({ code }) => code)).toEqual([0, 0, 0]);
  const whole = named(await game.run('verify', '01'));
  expect(whole).toHaveLength(6);
  expect(shards.flatMap(named).toSorted()).toEqual(whole.toSorted());
  for (const rule of ['layout', 'coverage'])
    expect(shards.filter(({ out }) => out.includes(`01-greeting ${rule}`))).toHaveLength(1);
  const empty = await game.run('verify', '01', '--shard', '9/9');
  expect({ code: empty.code, line: last(empty.out) }).toEqual({ code: 0, line: '0 passed, 0 failed, 0 skipped' });
});

test('--record-times keeps them with the programs, and --shard divides by them', async () => {
  const game = course();
  const file = join(game.course, 'test/submissions/times.json');
  await game.run('verify', '01', '--shard', '1/2');
  expect(existsSync(file)).toBe(false);
  await game.run('verify', '01', '--record-times', '--solutions', '2');
  const { '01-greeting': times } = JSON.parse(readFileSync(file, 'utf8'));
  expect(Object.keys(times)).toEqual([
    'starter',
    'solution',
    'accepted/shouting',
    'rejected/compiles--no-file',
    'rejected/greets--silent',
    'rejected/polite--rude',
  ]);
  write(game.course, {
    'test/submissions/times.json': JSON.stringify({ '01-greeting': { ...times, 'accepted/shouting': 90_000 } }),
  });
  expect(named(await game.run('verify', '01', '--shard', '1/2'))).toEqual(['accepted/shouting']);
  write(game.course, { 'test/submissions/times.json': '{"01-greeting": 3}' });
  expect(await game.run('verify', '01', '--shard', '1/2')).toMatchObject({
    code: 2,
    err: expect.stringContaining('times.json: 01-greeting should be an object'),
  });
});

test('--solutions 3: three times in a row, and a verdict that differs is red', async () => {
  const game = course();
  const steady = await game.run('verify', '01', '--solutions', '3', '--program', 'solution');
  expect(steady.out.match(/^passed +01-greeting solution(#[23])? /gm)).toHaveLength(3);
  expect(steady).toMatchObject({ code: 0, out: expect.stringMatching(/passed +01-greeting steadiness/) });
  // A checker that says something else the third time.
  const checker = join(game.course, 'checks/01-greeting.ts');
  const moody = readFileSync(checker, 'utf8').replace(
    "if (files.read('main.go')?.includes('ENGINE'))",
    'if ((globalThis.times = (globalThis.times ?? 0) + 1) === 3)',
  );
  write(game.course, { 'checks/01-greeting.ts': moody });
  const differing = await game.run('verify', '01', '--solutions', '3', '--program', 'solution', '--allow-skipped');
  expect(differing.code).toBe(1);
  expect(differing.out).toMatch(
    /failed +01-greeting steadiness\n +engine: .*blocked in run|failed +01-greeting steadiness\n +engine: blocked in run 1/,
  );
});

test('--table and --badge are written; what cannot be is said before anything is judged', async () => {
  const game = course(wrong);
  await game.run('verify', '01', '--full', '--table', 'out/table.md', '--badge', 'badge.json');
  expect(readFileSync(join(game.cwd, 'out/table.md'), 'utf8')).toMatch(
    /\| rejected\/polite--rude \| rightly \| · \| · \|.* \*\*F\*\* \|/,
  );
  expect(JSON.parse(readFileSync(join(game.cwd, 'badge.json'), 'utf8'))).toEqual({
    schemaVersion: 1,
    label: 'verdicts',
    message: '6 of 7 right',
    color: 'red',
    isError: true,
  });
  write(game.cwd, { file: '' });
  const refused = await game.run('verify', '01', '--badge', 'file/badge.json');
  expect(refused).toMatchObject({ code: 2, out: '' });
});

test('--json leaves the files of reporters alone, and shares the screen with none', async () => {
  const game = course();
  const { out } = await game.run('verify', '01', '--json', '--reporter', 'junit=out.xml');
  expect(JSON.parse(out)).toMatchObject({ schema: 1, passed: 9 });
  expect(readFileSync(join(game.cwd, 'out.xml'), 'utf8')).toContain('rejected/polite--rude');
  expect((await game.run('verify', '01', '--json', '--reporter', 'tap')).err).toContain('cannot share the screen');
});
