// Shared by the set-up scripts: the project's root and Node, messages and child processes.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

const version = process.versions.node;
const [major = 0, minor = 0] = version.split('.').map(Number);
/** The Node that runs this. */
export const node = { version, major, isNewEnough: major > 22 || (major === 22 && minor >= 19) };

/** A problem the user can fix: shown as a sentence, without a stack. */
export class SetupError extends Error {}

export function say(line) {
  process.stderr.write(`go-cloud-workshop: ${line}\n`);
}

/** The Node the project pins, or the running one where install scripts are switched off and it is new enough. */
export function projectNode() {
  const own = path.join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (fs.existsSync(own)) return own;
  if (node.isNewEnough) return process.execPath;
  throw new SetupError(
    `Node 22.19 or newer is needed; this is Node ${node.version}, and the install script of the package "node", which brings one, did not run.`,
  );
}

/** Output goes to stderr. Rejects with a SetupError that says `name` failed. */
export function run(command, args, name) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32' && command === 'npm',
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (code === 0) resolve();
      else if (signal === 'SIGINT' || code === 130) process.exit(130);
      else reject(new SetupError(`${name} failed (${signal ?? `exit code ${code}`}); its output is above.`));
    });
  });
}
