import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../../src/commands/argv/program.ts';
import { verbs } from '../../src/commands/argv/verbs.ts';
import type { CliContext } from '../../src/commands/context.ts';
import { write } from '../workspace/course.ts';
import { play } from './play.ts';

const right = 'package main\n\nfunc main() { print("hello") }\n';

describe('without a terminal', () => {
  test('no verb prints the list and the next step', async () => {
    const game = play();
    const first = await game.run();
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(
      /01-greeting +new +0 of 5 checks[\s\S]*03-later +in preparation[\s\S]*Next: "node \S+cli\.ts start"/,
    );
    const start = await game.run('start');
    expect(start.out).toMatch(
      /Created the workshop folder go-cloud-workshop[\s\S]*01-greeting: copied[\s\S]*Next: read/,
    );
    expect((await game.run()).out).toMatch(
      /Next: read go-cloud-workshop\/01-greeting\/README.md, then run "node \S+cli\.ts check 01-greeting"/,
    );
  });

  test('start again says what it kept', async () => {
    const game = play();
    await game.run('start');
    game.write({ 'main.go': right });
    expect((await game.run('start')).out).toMatch(
      /you changed 1 file, kept as it is; the fresh starter is in main.go.fresh/,
    );
    expect(readFileSync(join(game.own, 'main.go'), 'utf8')).toBe(right);
  });

  test('what would ask needs --yes; reset and undo lose nothing', async () => {
    const game = play();
    await game.run('start');
    game.write({ 'main.go': right });
    const asked = await game.run('reset', '01');
    expect(asked).toMatchObject({ code: 2 });
    expect(asked.err).toContain('--yes');
    expect(readFileSync(join(game.own, 'main.go'), 'utf8')).toBe(right);
    expect((await game.run('reset', '01', '--yes')).code).toBe(0);
    expect(readFileSync(join(game.own, 'main.go'), 'utf8')).not.toBe(right);
    expect((await game.run('undo')).out).toMatch(/Undid the reset of .* UTC: main.go/);
    expect(readFileSync(join(game.own, 'main.go'), 'utf8')).toBe(right);
    expect((await game.run('undo')).err).toContain('nothing to undo');
  });

  test('list ends quietly when its reader leaves', async () => {
    const game = play();
    const { child, ended } = game.start(['list', '--json']);
    child.stdout?.destroy();
    expect(await ended).toMatchObject({ code: 0, err: '' });
  });
});

describe('hint', () => {
  test('goes from the pointer over the lesson to the solution, and counts', async () => {
    const game = play();
    await game.run('start');
    expect((await game.run('hint', '01')).err).toMatch(/has not been checked yet/);
    await game.run('check', '01');
    expect((await game.run('hint')).out).toMatch(
      /greets: greets the world[\s\S]*A nudge[\s\S]*Call sayHello in main.[\s\S]*Look at main.go:3[\s\S]*Ask again/,
    );
    expect((await game.run('hint')).out).toMatch(/From the lesson[\s\S]*Say `hello`./);
    expect((await game.run('hint')).out).toMatch(
      /From the solution[\s\S]*main.go[\s\S]*sayHello[\s\S]*That was the last hint/,
    );
    game.write({ 'main.go': right });
    expect((await game.run('hint')).out).toMatch(/Your files have changed since this check/);
    expect(JSON.parse((await game.run('list', '--json')).out).stages[0].hints).toBe(3);
    await game.run('check', '01');
    expect((await game.run('hint', '01')).out).toMatch(/polite/);
    game.write({ 'main.go': right.replace('hello', 'hello, please') });
    await game.run('check', '01');
    expect((await game.run('hint', '01')).out).toMatch(/no hints to give/);
  });
});

describe('hint, after a part of the checks or another finding', () => {
  test('passed checks of a part are not all of them', async () => {
    const game = play();
    await game.run('start');
    await game.run('check', '01', '--only', 'compiles');
    expect((await game.run('hint', '01')).out).toMatch(
      /Only 1 of the 6 checks of 01-greeting have been run, and passed/,
    );
    expect((await game.run('hint', '01', '--check', 'greets')).out).toMatch(/greets has no verdict yet/);
    expect((await game.run('hint', '01', '--check', 'compiles')).out).toMatch(/compiles passed last time/);
  });

  test('a finding that has changed, or came back after a pass, begins with the pointer', async () => {
    const game = play();
    await game.run('start');
    await game.run('check', '01');
    const tier = async () => JSON.parse((await game.run('hint', '01', '--json')).out).hint.tier;
    expect([await tier(), await tier()]).toEqual([1, 2]);
    const checker = join(game.course, 'checks/01-greeting.ts');
    const text = readFileSync(checker, 'utf8');
    write(game.course, { 'checks/01-greeting.ts': text.replace("'Call sayHello in main.'", "'Is it called?'") });
    await game.run('check', '01');
    expect([await tier(), await tier()]).toEqual([1, 2]);
    game.write({ 'main.go': right });
    await game.run('check', '01');
    game.write({ 'main.go': 'package main\n\nfunc main() {}\n' });
    await game.run('check', '01');
    expect(await tier()).toBe(1);
  });
});

describe('solution', () => {
  test('asks while the stage is unfinished; --diff leads from yours to it', async () => {
    const game = play();
    await game.run('start');
    expect((await game.run('solution', '01')).err).toMatch(/not passed 01-greeting yet[\s\S]*--yes/);
    expect((await game.run('solution', '01', '--yes')).out).toContain('──── main.go\npackage main\n\nfunc sayHello()');
    expect((await game.run('solution', '01', '--diff', '--yes')).out).toMatch(
      /--- yours\/main.go\n\+\+\+ solution\/main.go[\s\S]*\+\tsayHello\(\)/,
    );
    game.write({ 'main.go': right });
    await game.run('check', '01');
    expect((await game.run('solution', '01')).code).toBe(0);
  });
});

describe('report', () => {
  test('numbers beside claims: bars, table, Markdown, JSON', async () => {
    const game = play();
    await game.run('start');
    expect((await game.run('report')).err).toMatch(/Nothing has been measured yet/);
    await game.run('check', '01');
    const { out } = await game.run('report');
    expect(out).toMatch(/size of the source +\d+ B +claim: small/);
    expect(out).toMatch(/yours +\d+ B +█+\n +Java +400 B +█+/);
    expect((await game.run('report', '01', '--markdown')).out).toMatch(/\| size of the source \| \d+ B \| small \|/);
    expect(JSON.parse((await game.run('report', '--json')).out).stages[0]).toMatchObject({
      id: '01-greeting',
      rows: [{ name: 'size', unit: 'bytes' }],
    });
  });
});

describe('verify', () => {
  const programs = 'test/submissions/01-greeting';
  const others = {
    [`${programs}/accepted/shouting/go.mod`]: 'module x\n',
    [`${programs}/accepted/shouting/main.go`]: right,
    [`${programs}/rejected/greets--silent/main.go`]: 'package main // please\n',
    [`${programs}/rejected/greets--silent/expect.json`]: '{"keywords": ["HELLO"]}',
    [`${programs}/rejected/compiles--no-file/expect.json`]: '{"removes": ["main.go"]}',
    [`${programs}/rejected/polite--rude/main.go`]: right,
    [`${programs}/uncovered.json`]: '{"waits": "a test", "breaks": "a test", "engine": "a test"}',
  };

  test('is green when every program is judged rightly', async () => {
    const game = play();
    write(game.course, others);
    const { code, out } = await game.run('verify', '01');
    expect(out).toMatch(/passed +01-greeting rejected\/greets--silent/);
    expect(out.trimEnd().split('\n').at(-1)).toBe('9 passed, 0 failed, 0 skipped');
    expect(code).toBe(0);
  });

  test.each([
    ['{"keywords": ["a", 1]}', 'keywords[1] should be a string'],
    ['{"keywords": "HELLO", "alsoFails": []}', 'keywords should be an array; alsoFails should be an object'],
    ['{"keyword": []}', 'it has the unknown key "keyword"'],
    ['{"keywords": [', 'not JSON'],
  ])('expect.json %s is refused with the file, the place and what belongs there', async (note, says) => {
    const game = play();
    write(game.course, { ...others, [`${programs}/rejected/greets--silent/expect.json`]: note });
    const { code, err } = await game.run('verify', '01');
    expect(code).toBe(2);
    expect(err).toContain(`rejected/greets--silent/expect.json: ${says}`);
    expect(err).toContain('It should look like this: {"keywords"');
  });

  test('is red for every kind of wrong verdict, and says which', async () => {
    const game = play();
    write(game.course, {
      ...others,
      'exercises/01-greeting/main.go': right,
      [`${programs}/accepted/shouting/main.go`]: 'package main',
      [`${programs}/rejected/greets--silent/expect.json`]: '{"keywords": ["goroutine"]}',
      [`${programs}/rejected/greets--also-rude/main.go`]: 'package main',
      [`${programs}/rejected/polite--silent/main.go`]: 'package main',
      [`${programs}/rejected/polite--fine/main.go`]: right.replace('hello', 'hello, please'),
      [`${programs}/rejected/nothing--x/main.go`]: right,
      [`${programs}/rejected/engine--blocked/main.go`]: `${right}// ENGINE please`,
      [`${programs}/uncovered.json`]: '{"waits": "a test"}',
    });
    const { code, out } = await game.run('verify', '01', '--full', '--json');
    const { results, failed, skipped } = JSON.parse(out) as {
      results: { name: string; status: string; details: string[] }[];
      failed: number;
      skipped: number;
    };
    const about = (name: string) => results.find((result) => result.name === name);
    expect(code).toBe(1);
    expect(about('starter')?.details).toEqual(['the starter passes: there is nothing left to do']);
    expect(about('accepted/shouting')?.details[0]).toMatch(/^greets failed: It does not say hello/);
    expect(about('rejected/greets--silent')?.details[0]).toMatch(/^the finding does not say "goroutine"/);
    expect(about('rejected/greets--also-rude')?.details[0]).toMatch(
      /^polite fails too, and expect.json does not say why/,
    );
    expect(about('rejected/polite--silent')?.details[0]).toMatch(/^a learner is shown greets first, not polite/);
    expect(about('rejected/polite--fine')?.details).toEqual(['polite should fail, but is passed']);
    expect(about('rejected/nothing--x')?.details[0]).toMatch(/no check of this stage/);
    expect(about('rejected/engine--blocked')).toMatchObject({ status: 'skipped' });
    expect(about('coverage')?.details).toEqual([expect.stringContaining('named for breaks')]);
    expect([failed, skipped]).toEqual([8, 1]);
  });

  test('--changed judges what a revision did not have', async () => {
    const game = play();
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: game.course });
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'begin');
    expect((await game.run('verify', '--changed', 'HEAD')).out).toMatch(/^0 passed, 0 failed, 0 skipped\n$/m);
    write(game.course, { 'exercises/01-greeting/extra.go': 'package main\n' });
    const { out } = await game.run('verify', '--changed', 'HEAD', '--program', 'starter');
    expect(out).toMatch(/01-greeting starter/);
    expect(out).not.toMatch(/02-go/);
    expect((await game.run('verify', '--changed', 'nowhere')).err).toMatch(/git diff says: .*nowhere/);
  });

  test('wording that blames or is no sentence is named', async () => {
    const game = play();
    const checker = readFileSync(join(game.course, 'checks/01-greeting.ts'), 'utf8');
    write(game.course, {
      'checks/01-greeting.ts': checker
        .replace("'It does not say hello.'", "'you forgot hello'")
        .replace("lesson: 'Greeting'", "lesson: 'Greetings'")
        .replace("'greets the world'", "'greets the world.'")
        .replace("hint: 'Say please.'", "hint: ''"),
    });
    const { out } = await game.run('verify', '01', '--program', 'starter');
    expect(out).toMatch(/greets points to the heading "Greetings", which the lesson does not have/);
    expect(out).toMatch(/title of greets ends with punctuation/);
    expect(out).toMatch(/summary of greets is not a sentence[\s\S]*greets has an unkind word \("you forgot"\)/);
    expect(out).toMatch(/polite has no hint/);
  });
});

describe('new', () => {
  test('makes a stage in all its folders, once', async () => {
    const game = play();
    const { code, out } = await game.run('new', 'message-queue');
    expect(code).toBe(0);
    expect(out).toContain('Created stage 04-message-queue');
    for (const place of ['exercises', 'solutions', 'test/submissions'])
      expect(existsSync(join(game.course, place, '04-message-queue'))).toBe(true);
    expect((await game.run('new', '09-message-queue')).err).toContain('exists already');
    expect((await game.run('new', 'Message Queue')).err).toContain('not a name for a stage');
  });
});

test.each(verbs.map((verb) => verb.usage.split(' ')[0] ?? ''))('%s --help shows examples', async (verb) => {
  let out = '';
  const say = (text: string) => {
    out += text;
  };
  // Help loads no verb, so it can be asked for in this process.
  const code = await run([verb, '--help'], { version: '0.0.0', out: say, err: say } as unknown as CliContext);
  expect(code).toBe(0);
  expect(out).toMatch(/Examples:\n {2}npx go-cloud-workshop /);
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});
