// `node tools/run.mjs <script> [arguments]`: sets the project up, then runs the script under the project's Node.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectNode, root } from './setup/project.mjs';
import { giveUp, setUp } from './setup.mjs';

const [script, ...args] = process.argv.slice(2);

/** On a signal npm and its shell end without passing it on: we notice within a second, and end too. */
function endWithNpm() {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 1000);
  watch.unref();
}

async function main() {
  endWithNpm();
  await setUp();
  const node = projectNode();
  const file = path.join(root, script);
  if (fs.realpathSync(node) !== fs.realpathSync(process.execPath)) return runUnder(node, [file, ...args]);
  // The usual case. In this process, so that terminal, signals and exit code are the script's own.
  process.argv = [process.execPath, file, ...args];
  await import(pathToFileURL(file).href);
}

/** The first run on a machine with another Node: the child has the terminal; we pass signals on and end as it does. */
function runUnder(node, argv) {
  const child = spawn(node, argv, { stdio: 'inherit' });
  child.on('error', giveUp);
  process.on('SIGINT', () => {}); // the terminal has sent it to the child too
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

main().catch(giveUp);
