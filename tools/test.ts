/**
 * `npm test`: types, style, the tests, then `verify` over every stage; all of it even when the first fails. With
 * arguments only the tests, which get them: `npm test -- test/imports.test.ts`. Exit code 1 when anything failed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { leftovers, newSince } from './leftovers.ts';
import { lastLine, line, nothing, ofVitest, oneFailed, settle, sum, type Tally } from './tally.ts';
import { leftOnEngine, provideCluster, provideEngine } from './test-engine.ts';

const root = path.join(import.meta.dirname, '..');
const args = process.argv.slice(2);
let running: ChildProcess | undefined;
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    interrupted = true; // the running step cleans up, then we end; of Ctrl+C the terminal has told it already
    if (signal !== 'SIGINT') running?.kill(signal);
  });

const steps: [name: string, step: () => Promise<Tally>][] =
  args.length > 0
    ? [['tests', tests]]
    : [
        ['types', () => tool('typescript/bin/tsc', ['--noEmit'])],
        ['style', () => tool('@biomejs/biome/bin/biome', ['check'])],
        ['tests', tests],
        ['verify', verify],
        ['nothing left', async () => nothingLeft()],
      ];

provideEngine(root);
if (args.length === 0) provideCluster(root);
const before = leftovers();
const tallies: Tally[] = [];
for (const [name, step] of steps) {
  console.log(`\n── ${name} ──`);
  tallies.push(await step());
  if (interrupted) process.exit(130);
}
const total = sum(tallies);
console.log(`\n${steps.map(([name], index) => `${name}: ${word(tallies[index])}`).join(' · ')}`);
console.log(line(total));
process.exitCode = total.failed > 0 ? 1 : 0;

function word(tally: Tally | undefined): string {
  return tally?.failed === 0 ? 'ok' : 'FAILED';
}

function nothingLeft(): Tally {
  const left = [...leftOnEngine().map((one) => `on the Docker engine: ${one}`), ...newSince(before)];
  if (left.length === 0) return nothing;
  console.error(`left behind:\n  ${left.join('\n  ')}`);
  return oneFailed;
}

/** Counts only when it fails: the last line is about tests and verdicts. */
async function tool(bin: string, argv: string[]): Promise<Tally> {
  const { exitCode } = await node([path.join(root, 'node_modules', bin), ...argv], 'inherit');
  return exitCode === 0 ? nothing : oneFailed;
}

async function tests(): Promise<Tally> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'go-cloud-workshop-test-'));
  const report = path.join(folder, 'report.json');
  try {
    const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const { exitCode } = await node([vitest, 'run', ...reporters, ...args], 'inherit');
    return settle(ofVitest(JSON.parse(readFileSync(report, 'utf8'))), exitCode);
  } catch (error) {
    if (!interrupted) console.error(`the tests left no report: ${error}`);
    return oneFailed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function verify(): Promise<Tally> {
  const { exitCode, output } = await node([path.join(root, 'dist/launcher.cjs'), 'verify'], 'pipe');
  return settle(lastLine(output), exitCode);
}

type Ended = { exitCode: number | null; output: string };

function node(argv: string[], stdout: 'inherit' | 'pipe'): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, argv, { cwd: root, stdio: ['ignore', stdout, 'inherit'] });
    running = child;
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk;
      process.stdout.write(chunk);
    });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, output }));
  });
}
