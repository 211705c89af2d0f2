import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { idOf, userOf } from '../../../checks/01-http-server/users.ts';
import stage from '../../../checks/01-http-server.ts';
import { meaningOf } from '../../../checks/common/messages/compiler.ts';
import { parseJson } from '../../../src/kit/index.ts';
import { answer } from './answer.ts';

const lesson = readFileSync(new URL('../../../exercises/01-http-server/README.md', import.meta.url), 'utf8');
const headings = lesson.split('\n').flatMap((line) => (line.startsWith('## ') ? [line.slice(3)] : []));

describe('the lesson', () => {
  test.each(stage.checks.map(({ id, lesson: heading }) => [id, heading]))(
    'has the section that %s sends to',
    (_, at) => {
      expect(headings).toContain(at);
    },
  );

  // What stands behind that heading compares, and is not needed to pass.
  test('fits seven screens of 80×24, up to “Coming from Spring”', () => {
    const lines = lesson.split('\n');
    const needed = lines.indexOf('## Coming from Spring');
    expect(needed).toBeGreaterThan(0);
    expect(needed).toBeLessThanOrEqual(7 * 24);
    expect(lines.filter((line) => line.length > 76)).toEqual([]);
  });
});

describe('what a pass says', () => {
  const numbers = {
    binary: 9_000_000,
    'binary-stripped': 6_000_000,
    startup: 5.4,
    resident: 6_400_000,
    rebuild: 640,
    parallel: 200,
  };

  test('speaks of the numbers that were measured', () => {
    const text = (stage.learned?.(numbers) ?? []).join('\n');
    for (const part of ['6 MB', '9 MB', '33 %', '5.4 ms', '6.4 MB', '640 ms', '200 requests'])
      expect(text).toContain(part);
  });

  test('and of no others', () => {
    expect((stage.learned?.({}) ?? []).join('\n')).toBe('');
  });
});

describe('a user', () => {
  test.each([
    ['{"id":1,"name":"Ada","email":"a@b"}', '1'],
    ['{"email":"a@b","name":"","id":9007199254740993,"more":[]}', '9007199254740993'],
    ['{"id":0,"name":"Ada","email":"a@b"}', undefined],
    ['{"id":1.5,"name":"Ada","email":"a@b"}', undefined],
    ['{"id":"1","name":"Ada","email":"a@b"}', undefined],
    ['{"ID":1,"Name":"Ada","Email":"a@b"}', undefined],
    ['[{"id":1,"name":"Ada","email":"a@b"}]', undefined],
    ['null', undefined],
  ])('%s has the id %s', (text, id) => {
    expect(userOf(parseJson(text))?.id).toBe(id);
  });
});

describe('the id of a new user', () => {
  const created = { status: 201, body: { id: 7 } };
  test.each([
    [created, '7'],
    [{ status: 200, body: '', headers: { Location: 'http://x/api/users/8' } }, '8'],
    [{ status: 201, body: { id: 0 } }, undefined],
    [{ ...created, status: 400 }, undefined],
    [{ ...created, outcome: 'cut' as const }, undefined],
  ])('%j: %s', (made, id) => {
    expect(idOf(answer(made).reply)).toBe(id);
  });
});

test('a message nobody thought of still gets a hint', () => {
  expect(meaningOf('internal compiler error')).toMatch(/first error/);
});

test.each([
  ['undefined: http', /"net\/http"/],
  ['undefined: os', /"os"/],
  ['undefined: wrietJSON', /spelling/],
  ['syntax error: unexpected EOF, expected }', /never closed/],
  ['syntax error: unexpected semicolon or newline before {', /on the line of its func/],
  ['syntax error: unexpected name port at end of statement', /port := os\.Getenv/],
  ['syntax error: else must be on the same line as closing brace', /line/],
  ['syntax error: non-declaration statement outside function body', /} too many/],
  ['syntax error: unexpected newline in composite literal; possibly missing comma or }', /comma/],
  ['syntax error: unexpected keyword else, expected }', /} else {/],
  ['syntax error: unexpected newline, expected { after if clause', /on the line of its func/],
  ['syntax error: unexpected name i, expected )', /no parentheses/],
  ['more than one character in rune literal', /double quotes/],
  ["invalid character U+003F '?'", /Write an if/],
  ['undefined: null', /nil/],
  ['declared and not used: port', /= sets the one outside/],
])('%s is explained to someone from Java', (message, words) => {
  expect(meaningOf(message)).toMatch(words);
});
