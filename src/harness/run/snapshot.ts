/** The learner's files as they are when a run begins. Checks read and build this copy; their folder is never written. */
import { copyFileSync, lstatSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Files } from '../../kit/index.ts';

const ignored = new Set(['.git', 'node_modules', '.idea', '.vscode', '.DS_Store']);
/** An exercise's module is a few kilobytes; more than this is a mistake or an attack, and copying it would only take time. */
const maxFiles = 5_000;
const maxBytes = 200 * 2 ** 20;

/** Not the folder of an exercise. */
export class FolderTooLarge extends Error {
  override name = 'FolderTooLarge';
  constructor(folder: string) {
    super(`The folder ${folder} holds more than ${maxFiles} files or ${maxBytes / 2 ** 20} MiB.`);
  }
}

export function takeSnapshot(source: string, target: string): Files {
  const names: string[] = [];
  let bytes = 0;
  const home = realpathSync(source);
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (ignored.has(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (isOwnFile(path, home)) {
        bytes += lstatSync(path).size;
        if (names.length >= maxFiles || bytes > maxBytes) throw new FolderTooLarge(source);
        const name = relative(home, path);
        mkdirSync(dirname(join(target, name)), { recursive: true });
        copyFileSync(path, join(target, name));
        names.push(name.split(sep).join('/'));
      }
    }
  };
  walk(home);
  return filesOf(target, names.sort());
}

/** A plain file of the folder. A link that leads out of it is skipped: the verdict would depend on this machine. */
function isOwnFile(path: string, home: string): boolean {
  try {
    const real = realpathSync(path);
    return statSync(real).isFile() && (real === path || real.startsWith(home + sep));
  } catch {
    return false;
  }
}

const filesOf = (root: string, names: string[]): Files => ({
  root,
  list: () => [...names],
  read: (path) => (names.includes(path) ? readFileSync(join(root, path), 'utf8') : undefined),
});
