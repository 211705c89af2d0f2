// Makes a fresh clone ready to run: packages when they are missing or out of date, the bundle when a source has changed.
// No dependencies and no TypeScript, because it runs before anything is installed, on whatever Node the machine has.
// Says what it does on stderr: stdout belongs to the program that runs afterwards.
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build, built, empty } from './setup/bundle.mjs';
import { install, installed } from './setup/install.mjs';
import { withLock } from './setup/lock.mjs';
import { node, root, SetupError, say } from './setup/project.mjs';

/** Installs and builds what is missing. With `clean` dist/ is emptied first: the package ships all of it. */
export async function setUp({ clean = false } = {}) {
  if (node.major < 18)
    throw new SetupError(`Node 20 or newer is needed to set up the project; this is Node ${node.version}.`);
  if (!clean && installed() && built()) return;
  await withLock(root, async () => {
    if (!installed()) await install();
    if (clean) empty();
    if (!built()) await build();
  });
}

/** Prints a failed set-up as a sentence, without a stack; anything else is a bug and keeps it. */
export function giveUp(error) {
  if (error instanceof SetupError) say(error.message);
  else process.stderr.write(`${error?.stack ?? error}\n`);
  process.exit(error instanceof SetupError ? 2 : 70);
}

if (process.argv[1] && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href)
  setUp({ clean: process.argv.includes('--clean') }).catch(giveUp);
