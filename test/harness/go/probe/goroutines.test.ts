import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseGoroutines } from '../../../../src/harness/go/probe/goroutines.ts';
import { ownFilesUnder } from '../../../../src/harness/run/own-file.ts';

const read = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
const own = ownFilesUnder('/home/ada/dashboard');

test('reads state, own line and creator of every goroutine', () => {
  const all = parseGoroutines(read('goroutines.txt'), own);
  expect(all.map((one) => one.state)).toEqual([
    'running',
    'IO wait',
    'chan send',
    'chan receive (nil chan)',
    'select (no cases)',
  ]);
  expect(all[2]).toMatchObject({
    frames: [{ function: 'main.(*T[...]).leak.func1', at: { file: 'main.go', line: 7 }, own: true }],
    createdBy: { function: 'main.(*T[...]).leak', at: { file: 'main.go', line: 7 }, own: true },
    text: expect.stringContaining('\tmain.go:7 +0x1e') as string,
  });
});

test('the probe is not the learner’s', () => {
  const [probe] = parseGoroutines(read('goroutines.txt'), own);
  expect(probe?.frames.some((frame) => frame.own)).toBe(false);
  expect(probe?.createdBy?.own).toBe(false);
});

test('library frames keep their absolute file and lose their arguments', () => {
  const main = parseGoroutines(read('goroutines.txt'), own).find((one) => one.id === 1);
  expect(main?.frames.at(-1)).toEqual({ function: 'main.main', at: { file: 'main.go', line: 18 }, own: true });
  expect(main?.frames.find((frame) => frame.function === 'net/http.(*Server).Serve')?.at?.file).toMatch(/server\.go$/);
});

test('the leak profile marks what nobody can wake', () => {
  const leaked = parseGoroutines(read('goroutineleak.txt'), own).filter((one) => one.state.includes('(leaked)'));
  expect(leaked.map((one) => one.state)).toEqual([
    'chan send (leaked)',
    'chan receive (nil chan) (leaked)',
    'select (no cases) (leaked)',
  ]);
});

test('waiting times, thread locks, elided frames and lost stacks do no harm', () => {
  const [one, two] = parseGoroutines(
    'goroutine 7 [chan send, 2 minutes, locked to thread]:\nmain.f(...)\n\t/home/ada/dashboard/a b.go:3\n...12 frames elided...\ncreated by main.main\n\t/home/ada/dashboard/main.go:9 +0x1\n\ngoroutine 8 gp=0xc0 m=nil [runnable]:\n\tgoroutine running on other thread; stack unavailable\n',
    own,
  );
  expect(one).toMatchObject({
    id: 7,
    state: 'chan send',
    frames: [{ function: 'main.f', at: { file: 'a b.go', line: 3 } }],
    createdBy: { function: 'main.main' },
  });
  expect(two).toMatchObject({ id: 8, state: 'runnable', frames: [] });
});
