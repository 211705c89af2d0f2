/** Types a lesson's commands into one bash, as a learner would, and collects what they say. */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { type Lesson, root } from './lesson.ts';

/** For a whole lesson; milliseconds. */
export const patience = 540_000;

export type Said = { exit: number | null; output: string };

/** The learner's folder once they are done: what they were given, and over it the reference answer. */
export function finishedFolder(under: string, stage: string): string {
  const folder = path.join(under, stage);
  mkdirSync(folder, { recursive: true });
  cpSync(path.join(root, 'exercises', stage), folder, { recursive: true });
  cpSync(path.join(root, 'solutions', stage), folder, { recursive: true });
  return folder;
}

/** The learner's folder at the start. */
export function givenFolder(under: string, stage: string): string {
  const folder = path.join(under, stage);
  cpSync(path.join(root, 'exercises', stage), folder, { recursive: true });
  return folder;
}

/** The words are replaced in all commands: ports and names that others on this machine may use as well. */
export function scriptOf(lesson: Pick<Lesson, 'commands'>, replaced: [RegExp, string][] = []): string {
  const steps = lesson.commands.map(({ text, line }) => {
    const typed = replaced.reduce((changed, [word, by]) => changed.replaceAll(word, by), text);
    return `echo '== line ${line}'\n${withTerminals(typed)}`;
  });
  // -m: jobs have numbers, as in a terminal.
  return ['set -m -e -o pipefail', ...steps].join('\n');
}

/** "# in one terminal" stays running while the lines below it are typed in another. */
function withTerminals(text: string): string {
  const first = /^(.*?\S)\s+# (?:in )?one terminal$/m.exec(text);
  if (!first) return text;
  const [row, command = ''] = first;
  const port = /PORT=(\d+)/.exec(command)?.[1];
  const rest = text.replace(row, '');
  const waits = `curl -s -o /dev/null --retry 300 --retry-delay 1 --retry-connrefused 127.0.0.1:${port}/`;
  return `{ ${command}; } & first=$!\n${waits}\n${rest}\nkill -- -$first; wait $first || true`;
}

export function run(script: string, cwd: string, env: NodeJS.ProcessEnv): Promise<Said> {
  const shell = spawn('bash', ['-c', script], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    timeout: patience,
  });
  const chunks: Buffer[] = [];
  for (const stream of [shell.stdout, shell.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) =>
    shell.on('close', (exit) => resolve({ exit, output: Buffer.concat(chunks).toString('utf8') })),
  );
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
