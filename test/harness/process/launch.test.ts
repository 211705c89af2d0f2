import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { membersOf } from '../../../src/harness/process/family.ts';
import { LaunchError, type LaunchSpec, launch } from '../../../src/harness/process/launch.ts';
import { runTool } from '../../../src/harness/process/run-tool.ts';
import { openScratch, runLabel } from '../../../src/harness/run/scratch.ts';
import { sweepLeftovers } from '../../../src/harness/run/sweep.ts';
import { eventually } from '../../../src/kit/index.ts';

const node = process.execPath;
const scratch = openScratch();
afterEach(() => expect(membersOf({ label: `${runLabel}=${scratch.id}` })).toEqual([]));

const spec = (command: string, ...args: string[]): LaunchSpec => ({
  command,
  args,
  cwd: scratch.dir,
  env: { PATH: process.env.PATH ?? '' },
  label: { name: runLabel, value: scratch.id },
});
const script = (text: string) => spec(node, '-e', text);
const sh = (text: string) => spec('/bin/sh', '-c', text);

describe('a launched program', () => {
  it('gives its output and its exit code', async () => {
    const running = await launch(script('console.log("out"); console.error("err"); process.exitCode = 3'));
    expect(await running.exited).toMatchObject({ code: 3, signal: null });
    expect(running.output.lines.map((line) => `${line.stream} ${line.text}`).sort()).toEqual([
      'stderr err',
      'stdout out',
    ]);
  });

  it('gets the signal itself, and its answer is awaited', async () => {
    const running = await launch(
      script('process.on("SIGTERM", () => process.exit(7)); setInterval(() => {}, 1e6); console.log("ready")'),
    );
    await eventually(60_000, () => (running.output.lines.length > 0 ? true : undefined));
    running.signal('SIGTERM');
    expect(await running.exited).toMatchObject({ code: 7 });
  });

  it('that ignores SIGTERM is ended by stop', async () => {
    const running = await launch(sh('trap "" TERM INT HUP; while :; do sleep 1000; done'));
    await running.stop();
    expect(await running.exited).toMatchObject({ signal: 'SIGKILL' });
  });

  it('takes along a grandchild that left the group and the session', async () => {
    const running = await launch(sh('setsid sh -c "trap \'\' TERM; echo here; exec sleep 1000" & wait'));
    await eventually(60_000, () => (running.output.lines.length > 0 ? true : undefined));
    await running.stop();
  });

  it('takes along a grandchild that outlived its parent and holds the output open', async () => {
    const running = await launch(sh('setsid sleep 1000 & echo gone'));
    expect(await running.exited).toMatchObject({ code: 0 });
    expect(membersOf({ label: `${runLabel}=${scratch.id}` })).toHaveLength(1);
    await running.stop();
  });

  it('leaves another launch of the same run alone', async () => {
    const other = await launch(sh('echo up; exec sleep 1000'));
    await eventually(60_000, () => (other.output.lines.length > 0 ? true : undefined));
    await (await launch(sh('exec sleep 1000'))).stop();
    expect(other.running).toBe(true);
    await other.stop();
  });

  it('that prints endlessly is stopped, and the exit says why', async () => {
    const running = await launch({ ...sh('exec yes'), maxPrinted: 1e6 });
    expect(await running.exited).toMatchObject({ exceeded: { what: 'output', limit: 1e6 } });
  });

  it('that eats memory is stopped, and the exit says why', async () => {
    const eater = 'const held = []; setInterval(() => held.push(Buffer.alloc(8e6, 1)), 1)';
    const running = await launch({ ...script(eater), maxResident: 200 * 2 ** 20 });
    expect(await running.exited).toMatchObject({ exceeded: { what: 'memory', limit: 200 * 2 ** 20 } });
  });

  it('is still watched while a descendant outlives it', async () => {
    const running = await launch({ ...sh('setsid yes & echo gone'), maxPrinted: 1e6 });
    await running.exited;
    const none = () => (membersOf({ label: `${runLabel}=${scratch.id}` }).length === 0 ? true : undefined);
    expect(await eventually(60_000, none)).toBe(true);
    await running.stop();
  });

  it('that does not exist is an error of its own kind', async () => {
    await expect(launch(spec('/nowhere/at/all'))).rejects.toThrow(LaunchError);
  });
});

describe('a tool', () => {
  it('is ended, not only left, when it is cancelled', async () => {
    const cancel = new AbortController();
    const lines: string[] = [];
    const tool = runTool({
      ...sh('echo begun; exec sleep 1000'),
      signal: cancel.signal,
      onLine: (line) => {
        lines.push(line);
        cancel.abort();
      },
    });
    await expect(tool).rejects.toThrow();
    expect(lines).toEqual(['begun']);
  });

  it('is ended when it takes too long', async () => {
    expect(await runTool({ ...sh('exec sleep 1000'), timeoutMs: 50 })).toMatchObject({
      timedOut: true,
      signal: 'SIGKILL',
    });
  });
});

describe('leftovers of a killed run', () => {
  it('are ended and removed by the next start', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sweep-'));
    const source = join(import.meta.dirname, '../../../src/harness');
    const file = join(folder, 'run.mjs');
    writeFileSync(
      file,
      `import { openScratch, runLabel } from ${JSON.stringify(join(source, 'run/scratch.ts'))};
       import { launch } from ${JSON.stringify(join(source, 'process/launch.ts'))};
       const scratch = openScratch();
       const label = { name: runLabel, value: scratch.id };
       const running = await launch({ command: '/bin/sh', args: ['-c', 'setsid sleep 1000 & exec sleep 1000'], cwd: scratch.dir, env: { PATH: process.env.PATH }, label });
       console.log(scratch.dir);
       setInterval(() => {}, 1e6);`,
    );
    const grader = spawn(node, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(grader.stdout, 'data')) as [Buffer];
    const left = line.toString().trim();
    const label = `${runLabel}=${left.split('/').at(-1)}`;
    await eventually(60_000, () => (membersOf({ label }).length === 2 ? true : undefined));
    grader.kill('SIGKILL');
    await once(grader, 'exit');
    expect(existsSync(left)).toBe(true);
    expect(await sweepLeftovers()).toBeGreaterThanOrEqual(1);
    expect(membersOf({ label })).toEqual([]);
    expect(existsSync(left)).toBe(false);
    expect(existsSync(scratch.dir)).toBe(true);
    rmSync(folder, { recursive: true });
    scratch.remove();
  });
});
