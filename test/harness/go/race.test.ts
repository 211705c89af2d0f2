import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeAccess, parseRaces } from '../../../src/harness/go/race.ts';
import { ownFilesUnder } from '../../../src/harness/run/own-file.ts';

const text = readFileSync(new URL('./fixtures/races.txt', import.meta.url), 'utf8');
const own = ownFilesUnder('/home/ada/dashboard');

test('names both accesses, by the nearest line of the learner', () => {
  const [first] = parseRaces(text, own);
  expect(first?.first).toEqual({
    operation: 'write',
    at: { file: 'cmd/server/main.go', line: 13 },
    function: 'main.main.func1',
  });
  expect(first?.second).toEqual({
    operation: 'write',
    at: { file: 'cmd/server/main.go', line: 6 },
    function: 'main.(*store).add',
  });
  expect(first?.text).toMatch(/^WARNING: DATA RACE[\s\S]*main\.main\(\)\n {6}cmd\/server\/main\.go:13 \+0x12a$/);
});

test('gives the same pair of places once', () => {
  expect(parseRaces(text + text, own)).toHaveLength(parseRaces(text, own).length);
  expect(parseRaces(text, own).map(({ first, second }) => [first, second].map(describeAccess))).toEqual([
    ['write in main.main.func1, cmd/server/main.go:13', 'write in main.(*store).add, cmd/server/main.go:6'],
    ['read in main.main.func1, cmd/server/main.go:13', 'write in main.(*store).add, cmd/server/main.go:6'],
    ['write in main.main.func1, cmd/server/main.go:13', 'write in main.main.func1, cmd/server/main.go:13'],
    ['read in main.main.func1, cmd/server/main.go:13', 'write in main.main.func1, cmd/server/main.go:13'],
  ]);
});

test('falls back to the library function where no file is the learner’s', () => {
  const [first] = parseRaces(text, ownFilesUnder('/somewhere/else'));
  expect(first?.first).toEqual({ operation: 'write', function: 'bytes.(*Buffer).WriteByte' });
});

test('a quiet log, or one cut short, is no report', () => {
  expect(parseRaces('', own)).toEqual([]);
  expect(parseRaces('==================\nWARNING: DATA RACE\nWrite at 0x00c0 by goroutine 7:\n', own)).toEqual([]);
});
