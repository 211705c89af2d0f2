/** How a learner types a command of ours here: messages never name one that the shell does not know. */
import { basename } from 'node:path';

type Started = { env: Readonly<Record<string, string | undefined>>; argv: readonly string[] };

/** `words`: verb and parameters, e.g. "check 01". The command line that runs them, e.g. "npm start -- check 01". */
export const commandLine = (words: string, started: Started = process): string =>
  `${programOf(started)} ${words}`.trimEnd();

/** By npx, by `npm start` in a clone, or as an installed program: as we were started ourselves. */
function programOf({ env, argv: [, script = ''] }: Started): string {
  if (env.npm_command === 'exec') return 'npx go-cloud-workshop';
  if (/^go-cloud-workshop(\.cmd)?$/.test(basename(script))) return 'go-cloud-workshop';
  const isClone = /[\\/](src[\\/]cli\.ts|dist[\\/]launcher\.cjs|tools[\\/]run\.mjs)$/.test(script);
  return isClone && !/[\\/]node_modules[\\/]/.test(script) ? 'npm start --' : 'npx go-cloud-workshop';
}
