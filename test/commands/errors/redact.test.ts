/** A report about a bug of ours names neither the learner nor their machine, wherever they occur. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { redact } from '../../../src/commands/errors/redact.ts';
import { temporary } from '../../workspace/course.ts';

const env = { HOME: '/home/ada' };

test('secrets', () => {
  const text = redact(
    'at /home/ada/x, Authorization: Bearer abc.def, DB_PASSWORD=hunter2 "api_key": "k" https://ada:pw@example.com/',
    env,
  );
  expect(text).toBe('at ~/x, Authorization: … DB_PASSWORD=… "api_key": … https://…@example.com/');
});

describe('the learner’s folder', () => {
  test('outside the home', () => {
    const text = redact("ENOENT, open '/mnt/c/Users/Ada Lovelace/svc/.#main.go'", env, [
      '/mnt/c/Users/Ada Lovelace/svc',
    ]);
    expect(text).toBe("ENOENT, open '<folder>/.#main.go'");
  });

  test('inside another one, and by its real path', () => {
    const base = temporary();
    mkdirSync(join(base, 'real'));
    symlinkSync('real', join(base, 'link'));
    const [link, real] = [join(base, 'link'), join(base, 'real')];
    expect(redact(`${link}/a and ${real}/b in ${base}`, env, [base, link])).toBe(
      '<folder>/a and <folder>/b in <folder>',
    );
  });
});

describe('the user’s name', () => {
  test.each([
    ['in a path of another system', 'C:\\Users\\lovelace\\go\\bin', 'C:\\Users\\…\\go\\bin'],
    ['in a path of WSL', '/mnt/c/Users/lovelace/go', '/mnt/c/Users/…/go'],
    ['in the home of another spelling', '/private/home/ada/x', '/private/home/…/x'],
    [
      'as part of a name, in any case',
      'image ADA_notes:v1, ada-laptop, adapter',
      'image …_notes:v1, …-laptop, adapter',
    ],
  ])('%s', (_what, text, redacted) => {
    expect(redact(text, env)).toBe(redacted);
  });

  test('of every variable that holds it', () => {
    expect(redact('grace and hopper', { ...env, USER: 'grace', SUDO_USER: 'hopper' })).toBe('… and …');
  });
});
