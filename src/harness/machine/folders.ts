import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * The folder and those above it. Not Node's `recursive`: it never returns in a place that takes no folders, such as
 * /proc, or at a link that leads nowhere, and it reports a read-only disk as ENOENT.
 */
export function makeFolders(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (isFolder(path)) return;
    if (code === 'EEXIST') throw fault('ENOTDIR', path);
    if (code !== 'ENOENT') throw error;
    const above = dirname(path);
    if (above === path || isFolder(above)) throw fault('EPERM', path);
    makeFolders(above);
    makeIn(path);
  }
}

/** Another process may be quicker. */
function makeIn(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (!isFolder(path)) throw error;
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** `path` is where a folder can't be made, which may be above the one asked for. */
const fault = (code: 'ENOTDIR' | 'EPERM', path: string) =>
  Object.assign(new Error(`${code}: no folder can be made, '${path}'`), { code, path });
