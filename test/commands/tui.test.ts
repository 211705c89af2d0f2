import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { editorFor } from '../../src/commands/tui/editor.ts';
import { play } from './play.ts';

test('what the terminal UI asks of the world', async () => {
  const { base, cwd, course } = play();
  mkdirSync(join(base, 'bin'));
  const env = {
    PATH: join(base, 'bin'),
    HOME: cwd,
    XDG_CONFIG_HOME: join(base, 'config'),
    XDG_STATE_HOME: join(base, 'state'),
    TMPDIR: base,
    VISUAL: join(base, 'no-editor'),
  };
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'backend.ts'), course], {
    cwd,
    env,
  });
  const told = JSON.parse(stdout);
  expect(told.before).toMatchObject({ folder: null, suggested: './go-cloud-workshop' });
  expect(told.before.stages.map((row: { state: string }) => row.state)).toEqual(['new', 'new', 'in-preparation']);
  expect(told.refused).toEqual({ problem: expect.stringContaining('is a file') });
  expect(told.chosen).toEqual({ folder: join(cwd, 'learn') });
  expect(told.opened).toEqual({ folder: join(cwd, 'learn/01-greeting'), mainFile: 'main.go' });
  expect(told.nothing).toBeNull();
  expect(told.seen.at(0)).toBe('run:start');
  expect(told.seen.at(-1)).toBe('run:end');
  expect(told.result).toMatchObject({ outcome: 'failed' });
  expect(told.hints.map((hint: { title: string }) => hint.title)).toEqual([
    'A nudge',
    'From the lesson',
    'From the solution',
  ]);
  expect(told.cancelled).toEqual({ outcome: 'cancelled' });
  expect(told.row).toMatchObject({ state: 'started', passed: 4, required: 5, hints: 3 });
  expect(told.again).toMatchObject({ folder: join(cwd, 'learn'), memory: { stage: '01-greeting', watch: true } });
  expect(told.again.last).toBeGreaterThan(5);
  expect(told.report).toEqual([
    expect.objectContaining({ name: 'size', title: 'size of the source', beside: [{ label: 'Java', value: 400 }] }),
  ]);
  expect(told.solution.map((file: { path: string }) => file.path)).toEqual(['go.mod', 'main.go']);
  expect(told.lesson).toContain('## Greeting');
  expect(told.changed).toEqual(['main.go']);
  expect(told.noticed).toEqual([expect.stringContaining('note about this workshop folder could not be read')]);
  expect(told.lost).toEqual({ problem: expect.stringContaining('There is no folder') });
  expect(told.remade).toMatchObject({ there: true });
  expect(told.editing).toEqual({ problem: expect.stringContaining('could not be started') });
  expect(existsSync(told.crashed)).toBe(true);
});

test('with state folders that cannot be written the UI works on, and says so', async () => {
  const { base, cwd, course } = play();
  writeFileSync(join(base, 'file'), '');
  const env = {
    PATH: process.env.PATH,
    HOME: cwd,
    TMPDIR: base,
    XDG_CONFIG_HOME: join(base, 'file'),
    XDG_STATE_HOME: join(base, 'file'),
  };
  const script = join(import.meta.dirname, 'unsaved.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, course], { cwd, env });
  const told = JSON.parse(stdout);
  expect(told.chosen).toEqual({ folder: join(cwd, 'learn') });
  expect(told.opened).toMatchObject({ mainFile: 'main.go', notice: expect.stringContaining('XDG_CONFIG_HOME') });
  expect(told).toMatchObject({ result: { outcome: 'failed' }, last: 'failed' });
  expect(told.hint.markdown).toContain('Call sayHello in main.');
  expect(told.notices).toContainEqual(expect.stringMatching(/^Your progress could not be saved/));
});

describe('the editor', () => {
  const at = { path: '/w/main.go', line: 14, column: 3 };
  const there =
    (...programs: string[]) =>
    (program: string) =>
      programs.includes(program);

  test.each([
    [{ EDITOR: 'vim' }, { command: 'vim', args: ['+14', '/w/main.go'], screen: true }],
    [
      { VISUAL: 'code --wait', EDITOR: 'vim' },
      { command: 'code', args: ['-g', '/w/main.go:14:3'], screen: false },
    ],
    [{ EDITOR: '/opt/bin/hx' }, { command: '/opt/bin/hx', args: ['/w/main.go:14:3'], screen: true }],
    [{ EDITOR: 'nano -l' }, { command: 'nano', args: ['-l', '+14,3', '/w/main.go'], screen: true }],
    [{ EDITOR: 'goland' }, { command: 'goland', args: ['--line', '14', '/w/main.go'], screen: false }],
    [{ TERM_PROGRAM: 'vscode' }, { command: 'code', args: ['-g', '/w/main.go:14:3'], screen: false }],
    [{}, { command: 'code', args: ['-g', '/w/main.go:14:3'], screen: false }],
  ])('%j', (env, call) => {
    expect(editorFor(at, env, there('code', 'vi'))).toMatchObject(call);
  });

  test('none', () => {
    expect(editorFor(at, {}, there())).toBeUndefined();
  });
});
