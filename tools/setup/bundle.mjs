// dist/: whether it was built from the present sources, and building it.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { projectNode, root, run, say } from './project.mjs';

const dist = path.join(root, 'dist');

/** An older build is kept this long: a program started from it may still load a chunk. */
const keepBuildsMs = 2 * 60 * 60 * 1000;

export function empty() {
  fs.rmSync(dist, { recursive: true, force: true });
}

/** A digest of all sources: it changes when a file is changed, added or deleted. */
function fingerprint() {
  const digest = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json', ...list('src'), ...list('checks'), ...list('tools')]) {
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

/** A failure before the program can report it is our bug: exit code 70. */
const load = `import('./cli.js').catch(function (error) {
  console.error(error);
  process.exit(70);
});
`;

export function built() {
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

/** Each build has its own folder, named after its sources: a running program keeps the chunks it was started with. */
export async function build() {
  const key = fingerprint();
  const home = path.join(dist, key);
  if (!fs.existsSync(path.join(home, 'cli.js'))) {
    say('building …');
    const fresh = path.join(dist, `.building-${process.pid}`);
    await run(projectNode(), [path.join(root, 'tools/build.ts'), fresh], 'the build');
    fs.rmSync(home, { recursive: true, force: true });
    fs.renameSync(fresh, home);
  }
  replace(path.join(dist, 'cli.js'), pointer(key));
  replace(path.join(dist, 'load.cjs'), load);
  replace(path.join(dist, 'launcher.cjs'), fs.readFileSync(path.join(root, 'src/launcher.cjs')));
  fs.chmodSync(path.join(dist, 'launcher.cjs'), 0o755);
  removeOlderBuilds(key);
}

function replace(file, content) {
  const fresh = `${file}.${process.pid}`;
  fs.writeFileSync(fresh, content);
  fs.renameSync(fresh, file);
}

function removeOlderBuilds(current) {
  for (const entry of fs.readdirSync(dist, { withFileTypes: true })) {
    const folder = path.join(dist, entry.name);
    if (entry.isDirectory() && entry.name !== current && Date.now() - fs.statSync(folder).mtimeMs >= keepBuildsMs)
      fs.rmSync(folder, { recursive: true, force: true });
  }
}
