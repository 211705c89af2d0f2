import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { listenForProbe } from '../../../../src/harness/go/probe/probe.ts';
import { probeOverlay } from '../../../../src/harness/go/probe/source.ts';
import { eventually } from '../../../../src/kit/index.ts';

const root = mkdtempSync(join(tmpdir(), 'probe-test-'));
const cleanups: (() => void)[] = [() => rmSync(root, { recursive: true })];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

/** Its names are those the probe itself uses, and its file is called like the probe's. */
const program = `package main

import "time"

var net, pprof, bufio, len, string = 1, 2, 3, 4, 5

func ask(results chan int) { results <- 1 }

func init() {}

func main() {
	go ask(make(chan int))
	time.Sleep(time.Hour)
}
`;

const goMinor = () => Number(/go1\.(\d+)/.exec(execFileSync('go', ['version'], { encoding: 'utf8' }))?.[1]);

function build(): string {
  const module = join(root, 'module');
  const main = join(module, 'cmd/server/zz_gocloudworkshopprobe.go');
  mkdirSync(dirname(main), { recursive: true });
  writeFileSync(join(module, 'go.mod'), 'module main\n\ngo 1.22\n');
  writeFileSync(main, program);
  const overlay = probeOverlay('main', 'cmd/server', goMinor(), (path) => existsSync(join(module, path)));
  const replace = Object.entries(overlay.files).map(([path, text], index) => {
    const real = join(root, `${index}.go`);
    writeFileSync(real, text);
    return [join(module, path), real];
  });
  writeFileSync(join(root, 'overlay.json'), JSON.stringify({ Replace: Object.fromEntries(replace) }));
  const env = { ...process.env, CGO_ENABLED: '0', ...overlay.env };
  const args = ['build', '-overlay', join(root, 'overlay.json'), '-o', join(root, 'program'), './cmd/server'];
  execFileSync('go', args, { cwd: module, env });
  return join(root, 'program');
}

test('looks inside a program of any names and ends it when the grader is gone', { timeout: 300_000 }, async () => {
  const binary = build();
  const line = await listenForProbe(join(root, 'module'));
  const child = spawn(binary, { env: line.env, stdio: 'ignore' });
  cleanups.push(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit');

  const leak = await eventually(10_000, async () =>
    (await line.probe.goroutines()).find((one) => one.state === 'chan send'),
  );
  expect(leak?.frames).toEqual([
    { function: 'main.ask', at: { file: 'cmd/server/zz_gocloudworkshopprobe.go', line: 7 }, own: true },
  ]);
  expect(leak?.createdBy).toMatchObject({ function: 'main.main', at: { line: 12 }, own: true });

  const leaked = await line.probe.leaked();
  if (goMinor() >= 26) expect(leaked).toMatchObject([{ id: leak?.id, state: 'chan send (leaked)' }]);
  else expect(leaked).toBeUndefined();

  const [one, two] = await Promise.all([line.probe.memory(), line.probe.memory()]);
  expect(one.goroutines).toBeGreaterThanOrEqual(3);
  expect(two.sys).toBeGreaterThan(two.heap);

  line.close();
  expect(await exited).toEqual([70, null]);
  await expect(line.probe.memory()).rejects.toThrow('The program ended');
});
