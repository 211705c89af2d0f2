/** Folders as lists of files, and files that are written completely or not at all. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  type Dirent,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolders } from '../harness/machine/folders.ts';

/** Never part of a program, and sometimes huge. */
const leftOut = new Set(['.git', '.go-cloud-workshop', 'node_modules', '.DS_Store']);

/** Relative paths with `/`, sorted, no more than about `most`; symbolic links are listed and not followed. Throws when a folder cannot be read; one that has just gone is empty. */
export function listFiles(folder: string, most = Number.POSITIVE_INFINITY): string[] {
  const found: string[] = [];
  const walk = (under: string) => {
    for (const entry of entriesIn(join(folder, under), under === '')) {
      if (leftOut.has(entry.name) || found.length >= most) continue;
      const path = under === '' ? entry.name : `${under}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile() || entry.isSymbolicLink()) found.push(path);
    }
  };
  walk('');
  return found.sort();
}

function entriesIn(folder: string, isRoot: boolean): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (isRoot || existsSync(folder)) throw error;
    return [];
  }
}

export const hashOf = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** A file, or a link whatever it leads to. */
export const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** The file's bytes; undefined where there is none. */
export function readIfThere(path: string): Buffer | undefined {
  try {
    const stat = statSync(path);
    // Reading a pipe would wait forever.
    return stat.isFile() || stat.isDirectory() ? readFileSync(path) : undefined;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** No source file is longer; a log or an archive may be. */
const longestText = 2 ** 20;

/**
 * The text of a learner's file, links followed; undefined for what is no text: a folder, a pipe (reading it would wait
 * forever), a link that leads nowhere, a file that may not be read, is binary or longer than any source.
 */
export function textAt(path: string): string | undefined {
  try {
    const stat = statSync(path);
    if (!stat.isFile() || stat.size > longestText) return undefined;
    const content = readFileSync(path);
    return content.includes(0) ? undefined : content.toString('utf8');
  } catch {
    return undefined;
  }
}

/** The copy is writable even where the original is not. The copy of a link is a link. */
export function copyWhole(from: string, to: string): void {
  const stat = lstatSync(from);
  wholly(to, (beside) => {
    if (stat.isSymbolicLink()) return symlinkSync(readlinkSync(from), beside);
    copyFileSync(from, beside);
    chmodSync(beside, stat.mode | 0o600);
  });
}

/** A reader sees the old file or the new one, never half of it. Creates the folder. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  wholly(path, (beside) => writeFileSync(beside, content));
}

let written = 0;

/** `write` gets a path next to the target, which is then renamed. */
function wholly(path: string, write: (beside: string) => void): void {
  makeFolders(dirname(path));
  written += 1;
  const beside = `${path}.${process.pid}-${written}.tmp`;
  try {
    write(beside);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** What editors and we ourselves leave next to the program's files. */
const strayFiles = /(\.sw[a-z]|~|\.tmp|\.(fresh|kept)(-\d+)?)$|(^|\/)(\.#|#)[^/]*$/;

/** The lock of an editor that has the file open: Emacs's .#main.go, LibreOffice's .~lock.notes#, Vim's .main.go.swp. */
export const isLock = (path: string): boolean => /(^|\/)\.(#[^/]*|~lock\.[^/]*#|[^/]*\.sw[a-p])$/.test(path);

export const isBeside = (path: string): boolean => strayFiles.test(path);

/** A hash of each file that a grading run reads. */
export function hashFiles(folder: string): Record<string, string> {
  const paths = listFiles(folder, mostHashed).filter((path) => !isBeside(path));
  return Object.fromEntries(paths.map((path) => [path, hashOf(contentOf(join(folder, path)))]));
}

/** One hash over all of them: the same hash means the same verdicts, so there is no need to run again. */
export const hashFolder = (folder: string): string => hashOf(JSON.stringify(hashFiles(folder)));

/** Hashing more would take longer than a check; its time stamp tells whether it has changed. */
const longestHashed = 2 ** 20;
/** No folder with as many is graded. Nothing, not even Ctrl+C, is noticed while we look. */
const mostHashed = 10_000;

/** A link counts by its target. A file that vanished in the meantime counts as empty; the next call sees that it is gone. */
function contentOf(path: string): string | Uint8Array {
  try {
    return readlinkSync(path);
  } catch {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat && stat.size > longestHashed) return `${stat.size} ${stat.mtimeMs}`;
    return readIfThere(path) ?? '';
  }
}
