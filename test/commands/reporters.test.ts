import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { play } from './play.ts';

const silent = 'package main\n\nfunc main() {\n}\n';

test('several reporters at once: the screen and files, each whole', async () => {
  const game = play();
  await game.run('start', '01');
  game.write({ 'main.go': silent });
  const at = (name: string) => readFileSync(join(game.cwd, name), 'utf8');
  const { code, out } = await game.run(
    'check',
    '01',
    ...['pretty', 'junit=out/report.xml', 'sarif=run.sarif', 'html=run.html'].flatMap((spec) => ['--reporter', spec]),
  );
  expect(code).toBe(1);
  expect(out).toContain('It does not say hello.');
  expect(at('out/report.xml')).toContain('<failure type="required" message="It does not say hello.">');
  const [{ results, tool }] = JSON.parse(at('run.sarif')).runs;
  const place = results[0].locations[0].physicalLocation;
  expect(place).toEqual({
    artifactLocation: { uri: 'go-cloud-workshop/01-greeting/main.go' },
    region: { startLine: 3 },
  });
  const rule = tool.driver.rules[results[0].ruleIndex];
  expect(rule).toMatchObject({ id: '01-greeting/greets', help: { markdown: '## Greeting\n\nSay `hello`.\n' } });
  expect(at('run.html')).toContain('size of the source');
});

test('with --all a report holds all stages; {stage} in a name makes one a stage', async () => {
  const game = play();
  await game.run('start');
  await game.run(
    'check',
    '--all',
    '--reporter',
    'ctrf=all.json',
    '--reporter',
    'tap={stage}.tap',
    '--reporter',
    'jsonl',
  );
  const { results } = JSON.parse(readFileSync(join(game.cwd, 'all.json'), 'utf8'));
  expect(results.summary.suites).toBe(2);
  expect(existsSync(join(game.cwd, '01-greeting.tap'))).toBe(true);
  expect(existsSync(join(game.cwd, '02-go.tap'))).toBe(true);
});

test('in GitHub Actions: annotations by paths of the checkout, a step summary, and no command of a program is obeyed', async () => {
  const game = play();
  await game.run('start', '01');
  game.write({ 'main.go': silent });
  const env = {
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: game.cwd,
    GITHUB_STEP_SUMMARY: join(game.cwd, 'summary.md'),
  };
  const args = ['check', '01', '--reporter', 'pretty', '--reporter', 'github'];
  const { out } = await game.start(args, { cwd: game.own, env }).ended;
  const [, token] = /^::stop-commands::(\S+)\n/.exec(out) ?? [];
  const [quoted = '', commands] = out.split(`::${token}::\n`);
  expect(quoted).toContain('It does not say hello.');
  expect(commands).toMatch(/::error file=go-cloud-workshop\/01-greeting\/main.go,line=3,title=01-greeting greets/);
  expect(readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8')).toContain('## 01-greeting: not yet');
});

test('what cannot be opened is said before anything is judged', async () => {
  const game = play();
  await game.run('start', '01');
  const said = async (...specs: string[]) =>
    (await game.run('check', '01', ...specs.flatMap((spec) => ['--reporter', spec]))).err;
  expect(await said('junitt')).toContain('Did you mean junit?');
  expect(await said('jsonl', 'tap')).toContain('cannot share the screen');
  expect(await said('jsonl=a', 'tap=a')).toContain('cannot share the file a');
  expect(await said('junit=')).toContain('names no file');
});
