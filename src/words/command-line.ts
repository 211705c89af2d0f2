/** How a learner types a command of ours here: messages never name one that the shell does not know. */
import { basename, dirname } from 'node:path';

type Started = { env: Readonly<Record<string, string | undefined>>; argv: readonly string[]; cwd(): string };

/** `words`: verb and parameters, e.g. "check 01". The command line that runs them, e.g. "npm start -- check 01". */
export const commandLine = (words: string, started: Started = process): string =>
  `${programOf(started)} ${words}`.trimEnd();

/** By npx, by `npm start` in a clone, by node, or as an installed program: as we were started ourselves. */
function programOf({ env, argv: [, script = ''], cwd }: Started): string {
  if (env.npm_command === 'exec') return 'npx go-cloud-workshop';
  if (/^go-cloud-workshop(\.cmd)?$/.test(basename(script))) return 'go-cloud-workshop';
  const isOurs = /[\\/](src[\\/]cli\.ts|dist[\\/]launcher\.cjs)$/.test(script);
  if (!isOurs || /[\\/]node_modules[\\/]/.test(script)) return 'npx go-cloud-workshop';
  // npm knows the clone's scripts in the clone alone.
  if (isIn(dirname(dirname(script)), cwd)) return 'npm start --';
  return `node ${/^[\w@%+=:,./-]+$/.test(script) ? script : `"${script}"`}`;
}

/** The working folder may have been deleted. */
function isIn(folder: string, cwd: () => string): boolean {
  try {
    return cwd() === folder;
  } catch {
    return false;
  }
}
