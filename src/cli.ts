/** Reads argv and the environment, listens to signals, and is the only place that exits. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './commands/argv/program.ts';
import { type CliContext, exitCodes } from './commands/context.ts';
import { explain } from './commands/errors/explain.ts';
import { isInterrupted } from './commands/terminal/interrupted.ts';
import { watchOutput } from './commands/terminal/output.ts';
import { ownCourse, packageRoot } from './course/own.ts';
import { ascii, knowsUnicode } from './words/ascii.ts';
import { appDirsOf } from './workspace/app-dirs.ts';

const { argv, env, stdin, stdout, stderr } = process;

const root = packageRoot;
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

const interruption = new AbortController();
let signals = 0;
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    signals += 1;
    interruption.abort(name);
    // Clean-up is under way. Two more signals end us at once; the next start sweeps what is left.
    if (signals > 2) process.exit(exitCodes.interrupted);
  });
}
const output = watchOutput(stdout, (reason) => interruption.abort(reason));
// What is said there is for people, and they have closed it.
stderr.on('error', () => {});

const interactive = Boolean(stdin.isTTY && stdout.isTTY);
const cli: CliContext = {
  cwd: workingFolder(),
  env,
  appDirs: appDirsOf(env),
  version,
  course: ownCourse,
  submissions: join(root, 'test', 'submissions'),
  out: (text) => {
    output.note();
    write(stdout, text);
  },
  err: (text) => write(stderr, text),
  ownFolders: new Set(),
  notify: (notice) => write(stderr, `${notice}\n`),
  terminal: { interactive, colour: wantsColour(), columns: stdout.columns || 80 },
  ask: interactive ? ask : async () => undefined,
  signal: interruption.signal,
};

process.on('uncaughtException', (error) => process.exit(explain(error, cli)));
const code = await run(argv.slice(2), cli).catch((error: unknown) => explain(error, cli));
// Flush all output first: only then, a turn later, is it known whether it was written. Open handles of libraries must not keep us.
if (output.said()) stdout.write('', () => setImmediate(end));
else end();

function end(): void {
  const lost = output.lost();
  if (lost) write(stderr, `${lost}\n`);
  stderr.write('', () => process.exit(exitCodeOf(code)));
}

/** A verb that ends early because of its output has not done what it was asked for, and nobody has interrupted it. */
function exitCodeOf(code: number): number {
  const { signal } = interruption;
  if (isInterrupted(signal)) return exitCodes.interrupted;
  // In the terminal UI Ctrl+C is a key and no signal: there the verb itself knows.
  if (code === exitCodes.interrupted) return signal.aborted ? exitCodes.incomplete : code;
  return code === exitCodes.passed && output.lost() ? exitCodes.incomplete : code;
}

/** A file or a pipe takes UTF-8 always; a terminal what its locale says. */
function write(stream: NodeJS.WriteStream, text: string): void {
  stream.write(stream.isTTY && !knowsUnicode(env) ? ascii(text) : text);
}

function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    return root;
  }
}

/** https://no-color.org, and FORCE_COLOR as Node reads it. */
function wantsColour(): boolean {
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return Boolean(stdout.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb';
}

/** Ctrl+D and an empty line mean no. Ctrl+C ends the program: readline takes the key before it could become a signal. */
async function ask(question: string): Promise<boolean | undefined> {
  const { createInterface } = await import('node:readline');
  const lines = createInterface({ input: stdin, output: stdout });
  const answer = await new Promise<string>((resolve) => {
    lines.once('close', () => resolve(''));
    lines.once('SIGINT', () => {
      interruption.abort('SIGINT');
      resolve('');
    });
    interruption.signal.addEventListener('abort', () => resolve(''), { once: true });
    lines.question(`${question} [y/N] `, resolve);
  });
  lines.close();
  if (!/\S/.test(answer)) stdout.write('\n');
  return /^y(es)?$/i.test(answer.trim());
}
