/** The driver, with the real Go: packages of a learner's that are called, each whatever the others do. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import { openHarness } from '../../../src/harness/index.ts';
import { bareScope, type DrivenProgram, type Driver } from '../../../src/kit/index.ts';
import { write } from '../../workspace/course.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Each package has a function Do; the driver calls it with a number and returns what it returns. */
const callsOf = (folder: string) => `package calls

import (
	driver "MODULE/internal/gocloudworkshopprobe"
	${folder} "MODULE/${folder}"
)

var do func(n int) int = ${folder}.Do

func init() { driver.Handle("${folder}", func(args driver.Args) any { return do(args.Int(0)) }) }
`;

/** Opens a driver over packages by name: the text of their Do, and what stands outside of it. */
async function driverOver(packages: Record<string, { body: string; outside?: string }>) {
  const root = mkdtempSync(join(tmpdir(), 'driver-test-'));
  cleanups.push(() => rmSync(root, { recursive: true, force: true }));
  const files = Object.entries(packages).map(([name, { body, outside = '' }]) => [
    `module/${name}/do.go`,
    `package ${name}\n\n${outside}\n\nfunc Do(n int) int {\n${body}\n}\n`,
  ]);
  write(root, { 'module/go.mod': 'module "own.example/m" // mine\n\ngo 1.22\n', ...Object.fromEntries(files) });
  const calls = Object.keys(packages).map((name): [string, URL] => {
    const file = join(root, `${name}-calls.go`);
    writeFileSync(file, callsOf(name));
    return [name, pathToFileURL(file)];
  });
  const { signal } = new AbortController();
  const harness = await openHarness({ folder: join(root, 'module'), environment: process.env, signal });
  cleanups.push(() => harness.close());
  const { driver } = harness.contextFor({ ...bareScope(signal), defer: (cleanup) => void cleanups.push(cleanup) });
  const all = Object.fromEntries(calls);
  return (name: string): ReturnType<Driver['start']> => driver.start(all, name);
}

async function started(start: ReturnType<Driver['start']>): Promise<DrivenProgram> {
  const one = await start;
  if (one.kind !== 'started') throw new Error(JSON.stringify(one));
  return one.program;
}

const limit = { timeout: 300_000 };

test(
  'one that does not compile, one that ends the program and one that crashes it take no other down',
  limit,
  async () => {
    const start = await driverOver({
      fine: { body: 'return n * 2' },
      broken: { body: 'x := n\nreturn 1' },
      ender: { body: 'return n', outside: 'import "os"\n\nfunc init() { os.Exit(3) }' },
      crasher: { body: 'return n', outside: 'var list = []int{}\nvar first = list[len(list)]' },
    });
    const [broken, ender, crasher, fine] = await Promise.all(['broken', 'ender', 'crasher', 'fine'].map(start));
    expect(broken).toMatchObject({ kind: 'not-compiled', build: { diagnostics: [{ file: 'broken/do.go', line: 6 }] } });
    expect(ender).toMatchObject({ kind: 'ended', exit: { code: 3 } });
    expect(crasher).toMatchObject({ kind: 'ended', crash: { at: { file: 'crasher/do.go', line: 4 } } });
    const program = await started(Promise.resolve(fine as Awaited<ReturnType<Driver['start']>>));
    expect(await program.call('fine', 21)).toEqual({ kind: 'returned', value: 42 });
  },
);

test('what it prints is never taken for an answer, and is kept', limit, async () => {
  const forged = '{\\"id\\":1,\\"value\\":7}';
  const start = await driverOver({
    one: { body: `println("${forged}")\nfmt.Println("${forged}")\nreturn 1`, outside: 'import "fmt"' },
  });
  const program = await started(start('one'));
  expect(await program.call('one', 0)).toEqual({ kind: 'returned', value: 1 });
  // What it printed comes another way than its answer, and may come after it.
  await vi.waitFor(() => expect(program.log.lines.map(({ text }) => text)).toContain('{"id":1,"value":7}'), 10_000);
});

test('each end of a call is told with the line', limit, async () => {
  const start = await driverOver({
    panics: { body: 'var m map[int]int\nm[n] = 1\nreturn 1' },
    loops: { body: 'for {\n}' },
    waits: { body: 'c := make(chan int)\nreturn <-c' },
    exits: { body: 'os.Exit(n)\nreturn 0', outside: 'import "os"' },
    recurses: { body: 'return Do(n) + 1' },
    leaves: { body: 'runtime.Goexit()\nreturn 0', outside: 'import "runtime"' },
    crashes: { body: 'go func() { panic("beside") }()\nselect {}' },
  });
  const outcome = async (name: string) => (await started(start(name))).call(name, 5);
  const names = ['panics', 'loops', 'waits', 'exits', 'recurses', 'leaves', 'crashes'];
  const [panics, loops, waits, exits, recurses, leaves, crashes] = await Promise.all(names.map(outcome));
  expect(panics).toMatchObject({
    kind: 'panicked',
    message: 'assignment to entry in nil map',
    at: { file: 'panics/do.go', line: 7 },
  });
  const own = { function: 'own.example/m/loops.Do', own: true };
  expect(loops).toMatchObject({
    kind: 'stuck',
    caller: { frames: expect.arrayContaining([expect.objectContaining(own)]) },
  });
  expect(waits).toMatchObject({ kind: 'stuck', caller: { state: 'chan receive' } });
  expect(exits).toMatchObject({ kind: 'ended', exit: { code: 5 } });
  expect(recurses).toMatchObject({
    kind: 'ended',
    crash: { message: 'stack overflow', at: { file: 'recurses/do.go' } },
  });
  expect(leaves).toEqual({ kind: 'left' });
  expect(crashes).toMatchObject({
    kind: 'ended',
    crash: { message: 'beside', startedAt: { file: 'crashes/do.go', line: 6 } },
  });
});

test('an import circle is told, and the package outside of it is called all the same', limit, async () => {
  const start = await driverOver({
    one: { body: 'return n', outside: 'import _ "own.example/m/two"' },
    two: { body: 'return n', outside: 'import _ "own.example/m/one"' },
    three: { body: 'return n' },
  });
  const [one, three] = await Promise.all([start('one'), start('three')]);
  expect(one).toMatchObject({ kind: 'not-compiled', build: { output: expect.stringContaining('import cycle') } });
  expect(three.kind).toBe('started');
});
