/** Code in findings has the colours of its language; without colours the marked line alone stands out. */
import { afterEach, expect, test, vi } from 'vitest';
import { excerptRow } from '../../../src/tui/screens/evidence/text.ts';

const tones = (row: string, file?: string) =>
  excerptRow(row, file)
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, tone }) => [text.trim(), tone]);

afterEach(() => void vi.unstubAllEnvs());

test('Go', () => {
  expect(tones('      13  \treturn "ok" // done', 'main.go')).toEqual([
    ['13', 'quiet'],
    ['return', 'keyword'],
    ['"ok"', 'string'],
    ['// done', 'comment'],
  ]);
});

test('the marked line is bold where it has no colour', () => {
  expect(tones('  >   13  \tfor x := range users {', 'cmd/server/main.go')).toEqual([
    ['>   13', 'strong'],
    ['for', 'keyword'],
    ['x', 'strong'],
    [':=', 'strong'],
    ['range', 'keyword'],
    ['users', 'strong'],
    ['{', 'strong'],
  ]);
});

test.each([
  ['k8s/deployment.yaml', '      52      replicas: 2 # two', ['replicas', 'name']],
  ['Dockerfile', '       1  FROM golang:1.26 AS build', ['FROM', 'keyword']],
  ['build.sh', '       3  echo "hi"', ['"hi"', 'string']],
])('%s', (file, row, token) => {
  expect(tones(row, file)).toContainEqual(token);
});

test('a file whose language has no colours stays as it was', () => {
  expect(tones('       1  module x', 'go.mod')).toEqual([['1  module x', 'quiet']]);
  expect(tones('  >    1  module x', 'go.mod')).toEqual([['>    1  module x', 'strong']]);
});

test('NO_COLOR', () => {
  vi.stubEnv('NO_COLOR', '1');
  expect(tones('  >   13  \treturn', 'main.go')).toEqual([['>   13  \treturn', 'strong']]);
  expect(tones('      13  \treturn', 'main.go')).toEqual([['13  \treturn', 'quiet']]);
});
