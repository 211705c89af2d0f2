/** Runs the project's tools and reads their tallies. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { lastLine, nothing, ofVitest, oneFailed, settle, type Tally } from './tally.ts';

export type Runner = {
  /** Counts only when it fails: the last line is about tests and verdicts. */
  tool(bin: string, args: string[]): Promise<Tally>;
  vitest(args: string[], environment?: NodeJS.ProcessEnv): Promise<Tally>;
  /** The workshop's own program, which ends with a tally. */
  program(args: string[], environment?: NodeJS.ProcessEnv): Promise<Tally>;
};

export function runnerIn(root: string): Runner {
  let running: ChildProcess | undefined;
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      interrupted = true; // the running step cleans up, then we end; the terminal sends Ctrl+C to it too
      if (signal !== 'SIGINT') running?.kill(signal);
    });

  async function node(argv: string[], { pipe = false, environment = process.env } = {}) {
    const stdout = pipe ? 'pipe' : 'inherit';
    const child = spawn(process.execPath, argv, { cwd: root, env: environment, stdio: ['ignore', stdout, 'inherit'] });
    running = child;
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk;
      process.stdout.write(chunk);
    });
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    if (interrupted) process.exit(130);
    return { exitCode, output };
  }

  return {
    async tool(bin, args) {
      const { exitCode } = await node([path.join(root, 'node_modules', bin), ...args]);
      return exitCode === 0 ? nothing : oneFailed;
    },
    async vitest(args, environment) {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'go-cloud-workshop-test-'));
      const report = path.join(folder, 'report.json');
      try {
        const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
        const argv = [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...args];
        const { exitCode } = await node(argv, { environment });
        return settle(ofVitest(JSON.parse(readFileSync(report, 'utf8'))), exitCode);
      } catch (error) {
        console.error(`the tests left no report: ${error}`);
        return oneFailed;
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    async program(args, environment) {
      const argv = [path.join(root, 'dist/launcher.cjs'), ...args];
      const { exitCode, output } = await node(argv, { pipe: true, environment });
      return settle(lastLine(output), exitCode);
    },
  };
}
