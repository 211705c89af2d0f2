/**
 * Our small JSON documents, kept by conf. Reading opens conf's file directly, because `list` must not pay for loading
 * conf. Writing goes through conf (written next to it, then renamed), under a lock and from what is on the disk at that
 * moment, so two processes at once lose nothing.
 */
import { readFileSync, renameSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { makeFolders } from '../harness/machine/folders.ts';
import { explainDiskError, otherHome } from './errors.ts';
import { locked } from './lock.ts';

export type Shape<T> = {
  /** The value of a file that does not exist. */
  empty: () => T;
  /** The document, repaired where possible; undefined where it is not one. */
  parse: (value: unknown) => T | undefined;
};

export type Kept<T> = { value: T; notice?: string };

/** A file that can't be understood is renamed and kept; the notice says so. */
export function readKept<T>(path: string, shape: Shape<T>, what: string): Kept<T> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ENOENT' || code === 'ENOTDIR') return { value: shape.empty() };
    throw explainDiskError(error, path);
  }
  const value = shape.parse(json(text));
  if (value !== undefined) return { value };
  const aside = setAside(path);
  return {
    value: shape.empty(),
    notice: `The ${what} could not be read. It is kept as ${aside}, and a new one was started.`,
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function setAside(path: string): string {
  const end = extname(path);
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  const aside = join(dirname(path), `${basename(path, end)}.unreadable-${stamp}${end}`);
  try {
    renameSync(path, aside);
  } catch (error) {
    // Another process was faster.
    if ((error as { code?: string }).code !== 'ENOENT') throw explainDiskError(error, path);
  }
  return aside;
}

/** Reads, changes and writes as one step. */
export async function changeKept<T extends object>(
  path: string,
  shape: Shape<T>,
  what: string,
  change: (value: T) => T,
): Promise<Kept<T>> {
  const { default: Conf } = await import('conf');
  try {
    makeFolders(dirname(path));
    return await locked(`${path}.lock`, () => {
      const { value, notice } = readKept(path, shape, what);
      const next = change(value);
      const end = extname(path);
      const conf = new Conf<Record<string, unknown>>({
        cwd: dirname(path),
        configName: basename(path, end),
        fileExtension: end.slice(1),
        accessPropertiesByDotNotation: false,
      });
      conf.store = next as Record<string, unknown>;
      return { value: next, notice };
    });
  } catch (error) {
    throw explainDiskError(error, path, otherHome);
  }
}
