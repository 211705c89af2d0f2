import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { write } from '../workspace/course.ts';
import { play } from './play.ts';

const right = 'package main\n\nfunc main() { print("hello") }\n';

describe('exit codes', () => {
  test('1 while a required check fails, 0 once all pass; a failed stretch check holds nobody up', async () => {
    const game = play();
    await game.run('start');
    const before = await game.run('check', '01');
    expect(before).toMatchObject({ code: 1, err: '' });
    expect(before.out).toMatch(/It does not say hello.[\s\S]*"node \S+cli\.ts hint 01-greeting" helps/);
    game.write({ 'main.go': right });
    const after = await game.run('check');
    expect(after).toMatchObject({ code: 0, err: '' });
    expect(after.out).toMatch(
      /It does not say please.[\s\S]*Your program has \d+ bytes.[\s\S]*list" shows what comes next/,
    );
    const { stages, current } = JSON.parse((await game.run('list', '--json')).out);
    expect(current).toBe('02-go');
    expect(stages[0]).toMatchObject({
      id: '01-greeting',
      state: 'passed',
      passed: 5,
      required: 5,
      points: 5,
      maxPoints: 8,
    });
  });

  test('2 when something is blocked, unless that is allowed', async () => {
    const game = play();
    await game.run('start', '01');
    game.write({ 'main.go': `${right}// ENGINE` });
    const { code, out } = await game.run('check', '--reporter', 'jsonl');
    expect(code).toBe(2);
    expect(out).toContain('"outcome":"incomplete"');
    expect((await game.run('check', '--allow-blocked')).code).toBe(0);
  });

  test('70 when the checker breaks; the report file names neither the learner nor secrets', async () => {
    const game = play();
    await game.run('start', '01');
    game.write({ 'main.go': `${right}// BREAK` });
    const { code, err } = await game.run('check');
    expect(code).toBe(70);
    expect(err).toMatch(/A bug in go-cloud-workshop kept breaks from a verdict; your program is not to blame/);
    const reports = join(game.base, 'state/go-cloud-workshop/reports');
    const report = readFileSync(join(reports, readdirSync(reports)[0] ?? ''), 'utf8');
    expect(report).toContain('breaks: ');
    expect(report).toContain('~/secret');
    expect(report).not.toContain('abc123');
    expect(report).not.toContain(game.cwd);
  });

  test('70 when a checker cannot even be loaded', async () => {
    const game = play();
    await game.run('start', '01');
    write(game.course, { 'checks/01-greeting.ts': 'throw new Error("broken checker");' });
    const { code, err } = await game.run('check', '01');
    expect(code).toBe(70);
    expect(err).toMatch(/This is a bug in go-cloud-workshop, not in your program: broken checker/);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '130 after %s in mid-check, and nothing is left',
    async (signal) => {
      const game = play();
      await game.run('start', '01');
      game.write({ 'main.go': `${right}// WAIT` });
      const { child, ended, says } = game.start(['check', '--reporter', 'jsonl']);
      await says(/"check:start","id":"waits"/);
      child.kill(signal);
      expect(await ended).toMatchObject({ code: 130 });
      expect(readdirSync(game.base).filter((name) => /^go-cloud-workshop-/.test(name))).toEqual([]);
      // A run that was cut off leaves no trace in the progress.
      expect(JSON.parse((await game.run('list', '--json')).out).stages[0].points).toBe(0);
    },
  );
});

describe('which stage, which folder', () => {
  test('--path grades any folder, without a workshop and without progress', async () => {
    const game = play();
    expect((await game.run('check', 'greeting', '--path', '../course/solutions/01-greeting')).code).toBe(0);
    expect((await game.run('check', '--path', '../course/solutions/01-greeting')).code).toBe(0);
    expect((await game.run('check', '1', '--path', '../course/exercises/01-greeting')).code).toBe(1);
    expect(existsSync(join(game.base, 'config'))).toBe(false);
  });

  test('the folder one stands in names the stage', async () => {
    const game = play();
    await game.run('start');
    const { ended } = game.start(['check', '--reporter', 'jsonl'], { cwd: game.own });
    expect((await ended).out).toContain('"stage":"01-greeting"');
  });

  test('--only runs these and the gates, and the rest keeps its verdicts', async () => {
    const game = play();
    await game.run('start');
    game.write({ 'main.go': right });
    await game.run('check', '01');
    game.write({ 'main.go': right.replace('hello', 'hello, please') });
    const { out } = await game.run('check', '01', '--reporter', 'jsonl', '--only', 'polite');
    const started = out.split('\n').filter((line) => line.includes('check:start'));
    expect(started.map((line) => JSON.parse(line).id)).toEqual(['compiles', 'polite']);
    expect(JSON.parse((await game.run('list', '--json')).out).stages[0]).toMatchObject({ points: 8, state: 'passed' });
  });

  test('--all takes what is started and the worst exit code; a file for each', async () => {
    const game = play();
    await game.run('start', '01');
    game.write({ 'main.go': right });
    const { code } = await game.run('check', '--all', '--reporter', 'pretty', '--reporter', 'jsonl={stage}.jsonl');
    expect(code).toBe(0);
    const lines = readFileSync(join(game.cwd, '01-greeting.jsonl'), 'utf8').trim().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ type: 'run:end', outcome: 'passed' });
  });
});

test('--watch checks again after a save', async () => {
  const game = play();
  await game.run('start', '01');
  const { child, ended, says } = game.start(['check', '--watch', '--reporter', 'jsonl']);
  await says(/"outcome":"failed"[\s\S]*Waiting for a save/);
  game.write({ 'main.go': right });
  await says(/Saved: main.go/);
  await says(/"outcome":"passed"/);
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
});
