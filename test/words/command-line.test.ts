/** What a message tells people to type works in the shell they started us from. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandLine } from '../../src/words/command-line.ts';

test.each([
  ['npm start in a clone', {}, '/c/dist/launcher.cjs', 'npm start -- check 01'],
  ['another npm script of it', { npm_command: 'run-script' }, '/c/dist/launcher.cjs', 'npm start -- check 01'],
  ['the sources', {}, '/c/src/cli.ts', 'npm start -- check 01'],
  ['node from outside of the clone', {}, '/d/dist/launcher.cjs', 'node /d/dist/launcher.cjs check 01'],
  ['the same, with a space', {}, '/d e/dist/launcher.cjs', 'node "/d e/dist/launcher.cjs" check 01'],
  [
    'npx',
    { npm_command: 'exec' },
    '/h/.npm/_npx/1/node_modules/.bin/go-cloud-workshop',
    'npx go-cloud-workshop check 01',
  ],
  ['an installed program', {}, '/usr/local/bin/go-cloud-workshop', 'go-cloud-workshop check 01'],
  ['a file of a package', {}, '/w/node_modules/go-cloud-workshop/dist/launcher.cjs', 'npx go-cloud-workshop check 01'],
])('started by %s', (_what, env, script, line) => {
  expect(commandLine('check 01', { env, argv: ['node', script], cwd: () => '/c' })).toBe(line);
});

test('no message spells a command of ours itself', () => {
  const src = join(import.meta.dirname, '../../src');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  const spelled = /(?<!npx )go-cloud-workshop (start|list|check|hint|solution|reset|undo|report|doctor|verify|new)\b/;
  expect(files.filter((file) => spelled.test(readFileSync(join(src, file), 'utf8')))).toEqual([]);
});
