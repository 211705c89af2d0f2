/** Folders as lists of files, and files that are written completely or not at all. */
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** Never part of a program, and sometimes huge. */
const leftOut = new Set(['.git', '.go-cloud-workshop', 'node_modules', '.DS_Store']);

/** Relative paths with `/`, sorted; symbolic links are listed and not followed. Throws when a folder cannot be read. */
export function listFiles(folder: string): string[] {
  const found: string[] = [];
  const walk = (under: string) => {
    for (const entry of readdirSync(join(folder, under), { withFileTypes: true })) {
      if (leftOut.has(entry.name)) continue;
      const path = under === '' ? entry.name : `${under}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile() || entry.isSymbolicLink()) found.push(path);
    }
  };
  walk('');
  return found.sort();
}

export const hashOf = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** The file's bytes; undefined where there is none. */
export function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

let written = 0;

const isExecutable = (path: string): boolean => (statSync(path).mode & 0o111) !== 0;

/** The copy is writable even where the original is not. */
export const copyWhole = (from: string, to: string): void => writeWhole(to, readFileSync(from), isExecutable(from));

/** Writes next to the target, then renames: a reader sees the old file or the new one, never half of it. Creates the folder. */
export function writeWhole(path: string, content: string | Uint8Array, executable = false): void {
  mkdirSync(dirname(path), { recursive: true });
  written += 1;
  const beside = `${path}.${process.pid}-${written}.tmp`;
  try {
    writeFileSync(beside, content, { mode: executable ? 0o777 : 0o666 });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** What editors and we ourselves leave next to the program's files. */
const strayFiles = /(\.sw[a-z]|~|\.tmp|\.(fresh|kept)(-\d+)?)$|(^|\/)(\.#|#)[^/]*$/;

export const isBeside = (path: string): boolean => strayFiles.test(path);

/** A hash of each file that a grading run reads. */
export function hashFiles(folder: string): Record<string, string> {
  const paths = listFiles(folder).filter((path) => !isBeside(path));
  return Object.fromEntries(paths.map((path) => [path, hashOf(contentOf(join(folder, path)))]));
}

/** One hash over all of them: the same hash means the same verdicts, so there is no need to run again. */
export const hashFolder = (folder: string): string => hashOf(JSON.stringify(hashFiles(folder)));

/** A link counts by its target. A file that vanished in the meantime counts as empty; the next call sees that it is gone. */
function contentOf(path: string): string | Uint8Array {
  try {
    return readlinkSync(path);
  } catch {
    return readIfThere(path) ?? '';
  }
}
