/** The learner's files as they are when a run begins. Checks read and build this copy; their folder is never written. */
import {
  copyFileSync,
  type Dirent,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Files } from '../../kit/index.ts';

const ignored = new Set(['.git', 'node_modules', '.idea', '.vscode', '.DS_Store']);
/** An exercise's module is a few kilobytes; more than this is a mistake or an attack, and copying it would only take time. */
const maxFiles = 5_000;
const maxBytes = 200 * 2 ** 20;

/** Not the folder of an exercise. The message names the folder, the limit and what takes most of it. */
export class FolderTooLarge extends Error {
  override name = 'FolderTooLarge';
}

type OwnFile = { name: string; bytes: number };

export function takeSnapshot(source: string, target: string): Files {
  const home = realpathSync(source);
  const own = filesIn(home);
  expectModest(source, own);
  const copied = own.filter(({ name }) => copyIfThere(join(home, name), join(target, name)));
  return filesOf(target, copied.map(({ name }) => name).sort());
}

/** false: the file has just gone, as the ones do that an editor writes in between. */
function copyIfThere(from: string, to: string): boolean {
  mkdirSync(dirname(to), { recursive: true });
  try {
    copyFileSync(from, to);
    return true;
  } catch (error) {
    if (existsSync(from)) throw error;
    return false;
  }
}

/** Nothing is copied before the sizes are known. The walk ends soon after the limit: the folder may be a whole disk. */
function filesIn(home: string): OwnFile[] {
  const found: OwnFile[] = [];
  const walk = (folder: string) => {
    for (const entry of entriesIn(folder)) {
      if (ignored.has(entry.name) || found.length > 2 * maxFiles) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else {
        const bytes = sizeOfOwn(path, home);
        if (bytes !== undefined) found.push({ name: relative(home, path).split(sep).join('/'), bytes });
      }
    }
  };
  walk(home);
  return found;
}

/** None where the folder has just gone. */
function entriesIn(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (existsSync(folder)) throw error;
    return [];
  }
}

/** Of a plain file of the folder. A link that leads out of it is skipped, as the verdict would depend on this machine; so are dangling links, pipes and sockets. */
function sizeOfOwn(path: string, home: string): number | undefined {
  try {
    const real = realpathSync(path);
    const stat = statSync(real);
    return stat.isFile() && (real === path || real.startsWith(home + sep)) ? stat.size : undefined;
  } catch {
    return undefined;
  }
}

function expectModest(source: string, own: readonly OwnFile[]): void {
  const bytes = own.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes > maxBytes) {
    const largest = own.reduce((a, b) => (b.bytes > a.bytes ? b : a));
    throw new FolderTooLarge(
      `The folder ${source} holds more than ${mebibytes(maxBytes)}. Its largest file is ${largest.name} (${mebibytes(largest.bytes)}).`,
    );
  }
  if (own.length > maxFiles) {
    const [fullest, inside] = crowded(own);
    throw new FolderTooLarge(
      `The folder ${source} holds more than ${maxFiles} files, most of them in ${fullest} (${inside}).`,
    );
  }
}

const mebibytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;

/** The folder at the top that holds most of the files, and how many. */
function crowded(own: readonly OwnFile[]): [string, number] {
  const tops = Map.groupBy(own, ({ name }) => (name.includes('/') ? `${name.split('/')[0]}/` : 'it'));
  const counts = [...tops].map(([top, files]): [string, number] => [top, files.length]);
  return counts.reduce((a, b) => (b[1] > a[1] ? b : a));
}

const filesOf = (root: string, names: string[]): Files => ({
  root,
  list: () => [...names],
  read: (path) => (names.includes(path) ? textOf(path, readFileSync(join(root, path))) : undefined),
});

/** YAML may be UTF-16, as the > of Windows PowerShell writes it, and tells so by a byte order mark (YAML 1.1, 5.2). All else is UTF-8. */
function textOf(path: string, bytes: Buffer): string {
  const mark = /\.ya?ml$/.test(path) && bytes.length >= 2 ? bytes.readUInt16BE() : 0;
  if (mark === 0xfffe) return bytes.toString('utf16le');
  if (mark === 0xfeff)
    return bytes
      .subarray(0, bytes.length & ~1)
      .swap16()
      .toString('utf16le');
  return bytes.toString('utf8');
}
