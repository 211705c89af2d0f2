// Makes a fresh clone ready to run: packages when they are missing or out of date, the bundle when a source has changed.
// No dependencies and no TypeScript, because it runs before anything is installed, on whatever Node the machine has.
// Says what it does on stderr: stdout belongs to the program that runs afterwards.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withLock } from './lock.mjs';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = path.join(root, 'dist');
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

/** A build nobody has asked for since is kept this long: a program started from it may still load a chunk. */
const keepBuildsMs = 2 * 60 * 60 * 1000;

export class SetupError extends Error {}

/** Installs and builds what is missing. With `clean` the bundle is made anew and is the only one in dist/. */
export async function setUp({ clean = false } = {}) {
  if (major < 18)
    throw new SetupError(`Node 20 or newer is needed to set up the project; this is Node ${process.versions.node}.`);
  if (!clean && installed() && built()) return;
  await withLock(root, async () => {
    if (!installed()) await install();
    if (clean || !built()) await build(clean);
  });
}

/** The Node the project pins, or the running one where install scripts are switched off and it is new enough. */
export function projectNode() {
  const own = path.join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (fs.existsSync(own)) return own;
  if (major > 22 || (major === 22 && minor >= 19)) return process.execPath;
  throw new SetupError(
    `Node 22.19 or newer is needed; this is Node ${process.versions.node}, and the install script of the package "node", which brings one, did not run.`,
  );
}

/** npm's own record in node_modules says what is there; what the lock file asks for beyond it is missing. */
function installed() {
  const wanted = readJson(path.join(root, 'package-lock.json')).packages;
  const present = readJson(path.join(root, 'node_modules/.package-lock.json')).packages;
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(
    ([where, { version, optional }]) =>
      where === '' || (optional && !present[where]) || present[where]?.version === version,
  );
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

async function install() {
  say('installing the packages (about half a minute, once) …');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  if (npm) await run(process.execPath, [npm, ...args], 'npm ci');
  else await run('npm', args, 'npm ci');
}

/** One digest over every source: a changed, added or deleted file gives another one. */
function fingerprint() {
  const digest = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json', ...list('src'), ...list('checks')]) {
    digest.update(`${file}\0`);
    digest.update(fs.readFileSync(path.join(root, file)));
  }
  return digest.digest('hex').slice(0, 12);
}

function list(folder) {
  const entries = fs.existsSync(path.join(root, folder))
    ? fs.readdirSync(path.join(root, folder), { withFileTypes: true })
    : [];
  return entries
    .flatMap((entry) => (entry.isDirectory() ? list(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]))
    .sort();
}

/** dist/cli.js is one line that names the folder of the current build. */
const pointer = (key) => `import './${key}/cli.js';\n`;

/** What fails before the program can speak for itself is our bug: exit code 70. */
const load = `import('./cli.js').catch(function (error) {
  console.error(error);
  process.exit(70);
});
`;

function built() {
  const key = fingerprint();
  try {
    return (
      fs.readFileSync(path.join(dist, 'cli.js'), 'utf8') === pointer(key) &&
      fs.existsSync(path.join(dist, key, 'cli.js'))
    );
  } catch {
    return false;
  }
}

/** Every build has a folder of its own, named after its sources, so that a running program keeps the chunks it was started with. */
async function build(clean) {
  const key = fingerprint();
  const home = path.join(dist, key);
  if (clean || !fs.existsSync(path.join(home, 'cli.js'))) {
    say('building …');
    const fresh = path.join(dist, `.building-${process.pid}`);
    await run(projectNode(), [path.join(root, 'src/dev/build.ts'), fresh], 'the build');
    fs.rmSync(home, { recursive: true, force: true });
    fs.renameSync(fresh, home);
  }
  replace(path.join(dist, 'cli.js'), pointer(key));
  replace(path.join(dist, 'load.cjs'), load);
  replace(path.join(dist, 'launcher.cjs'), fs.readFileSync(path.join(root, 'src/launcher.cjs')));
  fs.chmodSync(path.join(dist, 'launcher.cjs'), 0o755);
  removeOlderBuilds(key, clean ? 0 : keepBuildsMs);
}

function replace(file, content) {
  const fresh = `${file}.${process.pid}`;
  fs.writeFileSync(fresh, content);
  fs.renameSync(fresh, file);
}

function removeOlderBuilds(current, keepMs) {
  for (const entry of fs.readdirSync(dist, { withFileTypes: true })) {
    const folder = path.join(dist, entry.name);
    if (entry.isDirectory() && entry.name !== current && Date.now() - fs.statSync(folder).mtimeMs >= keepMs)
      fs.rmSync(folder, { recursive: true, force: true });
  }
}

function run(command, args, name) {
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
      else reject(new SetupError(`${name} failed (${signal ?? `exit code ${code}`}); what it said is above.`));
    });
  });
}

function say(line) {
  process.stderr.write(`go-cloud-workshop: ${line}\n`);
}

/** Prints a failed set-up as a sentence, without a stack; anything else is a bug and keeps it. */
export function giveUp(error) {
  if (error instanceof SetupError) say(error.message);
  else process.stderr.write(`${error?.stack ?? error}\n`);
  process.exit(error instanceof SetupError ? 2 : 70);
}

if (process.argv[1] && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href)
  setUp({ clean: process.argv.includes('--clean') }).catch(giveUp);
