/** The recipes of docs/ci, run as far as that goes without the systems they are for. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { verbs } from '../../src/commands/argv/verbs.ts';
import { play } from '../commands/play.ts';
import { classroom50Schema, gradescopeSchema } from '../reporters/shapes.ts';

const root = join(import.meta.dirname, '../..');
const recipes = join(root, 'docs/ci');
const read = (file: string) => readFileSync(join(recipes, file), 'utf8');
const files = readdirSync(recipes, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name));

const silent = 'package main\n\nfunc main() {\n}\n';
const right = 'package main\n\nfunc main() { print("hello, please") }\n';

/** A learner's repository with one stage, and `npx` and `go-cloud-workshop` that run this checkout with a small course. */
function repository(main: string) {
  const game = play();
  const folder = join(game.cwd, 'repository');
  cpSync(join(game.course, 'exercises/01-greeting'), join(folder, '01-greeting'), { recursive: true });
  writeFileSync(join(folder, '01-greeting/main.go'), main);
  const bin = join(game.base, 'bin');
  mkdirSync(bin);
  const program = `exec ${process.execPath} ${join(root, 'src/cli.ts')} --workshop ${join(game.base, 'course')} "$@"\n`;
  writeFileSync(join(bin, 'go-cloud-workshop'), `#!/bin/sh\n${program}`);
  const options = 'while :; do case "$1" in -p) shift 2 ;; -*) shift ;; *) break ;; esac; done';
  writeFileSync(join(bin, 'npx'), `#!/bin/sh\n${options}\nshift\n${program}`);
  for (const name of ['npx', 'go-cloud-workshop']) chmodSync(join(bin, name), 0o755);
  const env = {
    PATH: `${bin}${delimiter}${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
    HOME: game.cwd,
    TMPDIR: game.base,
    XDG_CONFIG_HOME: join(game.base, 'config'),
    XDG_STATE_HOME: join(game.base, 'state'),
  };
  const run = (command: string, args: string[], more: Record<string, string> = {}, input = '') =>
    spawnSync(command, args, { cwd: folder, env: { ...env, ...more }, encoding: 'utf8', input });
  return { folder, run, base: game.base };
}

test('every command names a verb, options and reporters that exist', () => {
  const called = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/go-cloud-workshop(?:@[\d.]+)? (start|check|[a-z]+ --)([^\n"]*)/g)].map(
      ([, verb = '', rest = '']) => ({ verb: verb.split(' ')[0] ?? '', options: rest.match(/--[a-z-]+/g) ?? [] }),
    ),
  );
  expect(called.length).toBeGreaterThanOrEqual(6);
  for (const { verb, options } of called) {
    const known = verbs.find(({ usage }) => usage.split(' ')[0] === verb);
    const flags = [...(known?.options ?? []).map(([flag]) => /--[a-z-]+/.exec(flag)?.[0]), '--dir'];
    expect(
      options.filter((option) => !flags.includes(option)),
      verb,
    ).toEqual([]);
  }
});

test.each(['gradescope/setup.sh', 'gradescope/run_autograder', 'git/pre-push'])(
  '%s is a script that bash can read',
  (file) => {
    expect(spawnSync('bash', ['-n', join(recipes, file)], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  },
);

test('GitHub Actions: the failing check is shown at its line, in the pull request and in code scanning', () => {
  const { folder, run } = repository(silent);
  const steps = parse(read('github/workshop.yml')).jobs.check.steps as { run?: string; uses?: string }[];
  const [step] = steps.filter((one) => one.run?.includes('go-cloud-workshop'));
  const summary = join(folder, 'summary.md');
  const { stdout, status } = run('bash', ['-e', '-c', step?.run ?? 'exit 99'], {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: folder,
    GITHUB_STEP_SUMMARY: summary,
  });
  expect(status).toBe(1);
  const [, file = '', line] = /^::error file=([^,]+),line=(\d+),/m.exec(stdout) ?? [];
  expect(readFileSync(join(folder, file), 'utf8').split('\n')[Number(line) - 1]).toBe('func main() {');
  const [result] = JSON.parse(readFileSync(join(folder, 'workshop.sarif'), 'utf8')).runs[0].results;
  expect(result.locations[0].physicalLocation).toMatchObject({
    artifactLocation: { uri: file },
    region: { startLine: 3 },
  });
  expect(readFileSync(summary, 'utf8')).toContain('It does not say hello.');
});

test('GitLab: both reports are where its artifacts say', () => {
  const { folder, run } = repository(silent);
  const { script, artifacts } = parse(read('gitlab/gitlab-ci.yml')).workshop;
  const { status } = run('bash', ['-e', '-c', script.join('\n')], { CI_PROJECT_DIR: folder });
  expect(status).toBe(1);
  expect(artifacts.when).toBe('always');
  expect(readFileSync(join(folder, artifacts.reports.junit), 'utf8')).toContain('<failure');
  const [issue] = JSON.parse(readFileSync(join(folder, artifacts.reports.codequality), 'utf8'));
  expect(issue.location).toEqual({ path: '01-greeting/main.go', lines: { begin: 3 } });
});

describe('Gradescope', () => {
  function grade(main: string, planted?: (root: string) => void) {
    const { folder, run, base } = repository(main);
    const root = join(base, 'autograder');
    for (const name of ['source', 'results']) mkdirSync(join(root, name), { recursive: true });
    cpSync(join(folder, '01-greeting'), join(root, 'submission'), { recursive: true });
    writeFileSync(join(root, 'source/stage'), '01-greeting\n');
    planted?.(root);
    const { status } = run('bash', [join(recipes, 'gradescope/run_autograder')], { AUTOGRADER_ROOT: root });
    const results = join(root, 'results/results.json');
    return {
      status,
      result: existsSync(results) ? gradescopeSchema.parse(JSON.parse(readFileSync(results, 'utf8'))) : undefined,
    };
  }

  test('a right and a wrong submission get their points', () => {
    const points = (main: string) => grade(main).result?.tests.reduce((sum, { score = 0 }) => sum + score, 0);
    expect(points(right)).toBe(8);
    expect(points(silent)).toBe(4);
  });

  test('what the grader could not judge is no grade, and a result of the submission’s own making does not stand', () => {
    const forged = (root: string) => writeFileSync(join(root, 'results/results.json'), '{"score": 100}');
    for (const main of [`${right}// BREAK`, `${right}// ENGINE`])
      expect(grade(main, forged)).toEqual({ status: 1, result: undefined });
  });
});

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (hasPython)
  describe('Classroom 50', () => {
    const grade = (main: string) => {
      const { folder, run } = repository(main);
      const own = join(folder, '01-greeting');
      const env = {
        ASSIGNMENT: '01-greeting',
        SUBMISSION_TAG: 'submit/1',
        WORKSHOP_COMMAND: 'npx --yes go-cloud-workshop',
      };
      const { status } = run('sh', ['-c', `cd ${own} && python3 ${join(recipes, 'classroom50/autograder.py')}`], env);
      const file = join(own, 'result.json');
      return {
        status,
        result: existsSync(file) ? classroom50Schema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined,
      };
    };

    test('a failing grade is no failure of the grader; a failure of the grader is no grade', () => {
      expect(grade(right)).toMatchObject({ status: 0, result: { score: 8, 'max-score': 8, submission: 'submit/1' } });
      expect(grade(silent)).toMatchObject({ status: 0, result: { score: 4 } });
      expect(grade(`${right}// BREAK`)).toEqual({ status: 1, result: undefined });
    });
  });

test('pre-push: a stage that does not pass is not pushed; other files are', () => {
  const { folder, run, base } = repository(right);
  const git = (...args: string[]) => {
    const { status, stderr, stdout } = run('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args]);
    return { status, said: stdout + stderr };
  };
  git('init', '-q', '-b', 'main');
  execFileSync('git', ['init', '-q', '--bare', join(base, 'remote.git')]);
  git('remote', 'add', 'origin', join(base, 'remote.git'));
  cpSync(join(recipes, 'git/pre-push'), join(folder, '.git/hooks/pre-push'));
  chmodSync(join(folder, '.git/hooks/pre-push'), 0o755);
  const push = (message: string) => {
    git('add', '-A');
    git('commit', '-qm', message);
    return git('push', 'origin', 'main');
  };
  expect(push('right').status).toBe(0);
  writeFileSync(join(folder, '01-greeting/main.go'), silent);
  const refused = push('silent');
  expect(refused.status).toBe(1);
  expect(refused.said).toContain('01-greeting does not pass');
  writeFileSync(join(folder, '01-greeting/main.go'), right);
  writeFileSync(join(folder, 'notes.md'), 'notes');
  expect(push('right again').status).toBe(0);
});

describe('VS Code', () => {
  const [once, watching] = JSON.parse(read('vscode/tasks.json')).tasks;

  test('the matcher finds file, line, column, severity, message and check in what is really printed', () => {
    const { folder, run } = repository(`${silent}// ENGINE`);
    const { stdout } = run('bash', ['-c', once.command]);
    const { pattern } = once.problemMatcher;
    const found = stdout.split('\n').flatMap((line) => {
      const match = new RegExp(pattern.regexp).exec(line);
      return match ? [['file', 'line', 'column', 'severity', 'message', 'code'].map((key) => match[pattern[key]])] : [];
    });
    expect(found).toEqual([
      ['01-greeting/main.go', '3', '1', 'error', 'It does not say hello.', 'greets'],
      ['01-greeting/go.mod', '1', '1', 'info', 'blocked: There is no engine here. Get one.', 'engine'],
      ['01-greeting/go.mod', '1', '1', 'warning', 'It does not say please.', 'polite'],
    ]);
    expect(existsSync(join(folder, found[0]?.[0] ?? ''))).toBe(true);
    const { beginsPattern, endsPattern } = watching.problemMatcher.background;
    const lines = stdout.split('\n').filter(Boolean);
    expect(lines[0]).toMatch(new RegExp(beginsPattern));
    expect(lines.at(-1)).toMatch(new RegExp(endsPattern));
    expect(lines.filter((line) => new RegExp(endsPattern).test(line))).toHaveLength(1);
  });

  test('both tasks have the same matcher, and both are of the documented form', () => {
    expect(watching.problemMatcher.pattern).toEqual(once.problemMatcher.pattern);
    for (const task of [once, watching]) expect(task).toMatchObject({ label: expect.any(String), type: 'shell' });
    expect(watching.isBackground).toBe(true);
  });
});

test('devcontainer: image, features by reference and version', () => {
  const { image, features, postCreateCommand } = JSON.parse(read('devcontainer/devcontainer.json'));
  expect(image).toMatch(/^[\w.]+\/[\w/-]+:[\w.-]+$/);
  for (const reference of Object.keys(features))
    expect(reference).toMatch(/^ghcr\.io\/devcontainers\/features\/[a-z-]+:\d+$/);
  expect(postCreateCommand).toContain('go-cloud-workshop start');
});
