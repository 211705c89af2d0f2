import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { type Ended, staticcheck } from '../../../src/commands/verify/rules/staticcheck.ts';
import { temporary } from '../../workspace/course.ts';

let course: string;
let solutions: string;
beforeEach(() => {
  course = temporary();
  solutions = join(course, 'solutions');
  mkdirSync(join(solutions, '01-a'), { recursive: true });
  writeFileSync(join(solutions, '01-a/go.mod'), 'module example.com/a\n');
});

const entry = () => ({
  id: '01-a',
  number: 1,
  optional: false,
  slug: 'a',
  exercise: '',
  solution: join(solutions, '01-a'),
});
const pin = () => join(course, 'tools/staticcheck/go.mod');
function pinned() {
  mkdirSync(join(course, 'tools/staticcheck'), { recursive: true });
  writeFileSync(pin(), 'module example.com/tool\n');
}

/** What `-version` and then the look at the packages end with. */
function ends(...all: (Ended | undefined)[]) {
  const asked: [string, string[], string][] = [];
  const run = async (...asking: [string, string[], string]) => {
    asked.push(asking);
    return all[asked.length - 1];
  };
  return { run, asked };
}
const here: Ended = { code: 0, output: 'staticcheck 2026.2.2 (0.8.2)' };

test('a course that pins no staticcheck is not held to it', async () => {
  const { run, asked } = ends(here, here);
  expect(await staticcheck(entry(), run)).toEqual([]);
  expect(asked).toEqual([]);
});

test('an answer in which nothing is found passes', async () => {
  pinned();
  const { run, asked } = ends(here, { code: 0, output: '' });
  expect(await staticcheck(entry(), run)).toMatchObject([{ name: 'staticcheck', status: 'passed', details: [] }]);
  expect(asked).toEqual([
    [pin(), ['-version'], entry().solution],
    [pin(), ['./...'], entry().solution],
  ]);
});

test('what is found fails, line by line', async () => {
  pinned();
  const { run } = ends(here, { code: 1, output: 'a.go:3:1: one (U1000)\nb.go:4:2: two (ST1005)\nexit status 1\n' });
  expect(await staticcheck(entry(), run)).toMatchObject([
    { status: 'failed', details: ['a.go:3:1: one (U1000)', 'b.go:4:2: two (ST1005)', 'exit status 1'] },
  ]);
});

test.each<[string, (Ended | undefined)[], RegExp]>([
  ['no go command', [undefined], /there is no go command/],
  [
    'no network and nothing in the cache',
    [{ code: 1, output: 'go: module lookup disabled by GOPROXY=off\n' }],
    /GOPROXY=off/,
  ],
  [
    'a Go older than the answer asks for',
    [here, { code: 1, output: '-: go.mod requires go >= 1.26 (running go 1.25.1; GOTOOLCHAIN=local)\n' }],
    /requires go >= 1\.26/,
  ],
])('%s is skipped and said', async (_, all, says) => {
  pinned();
  const [result] = await staticcheck(entry(), ends(...all).run);
  expect(result).toMatchObject({ status: 'skipped', details: [expect.stringMatching(says)] });
});
