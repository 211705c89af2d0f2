import { realpathSync } from 'node:fs';
import { relative, sep } from 'node:path';

/** The path of a learner's file relative to the module (with `/`); undefined for every other file. */
export type OwnFile = (absolute: string) => string | undefined;

/** The folder of the probe's package; it exists in the overlay only and is never the learner's. */
export const probePackage = 'gocloudworkshopprobe';

/** `root`: absolute path of the module as it was built. Stack traces may name it with its symbolic links resolved. */
export function ownFilesUnder(root: string): OwnFile {
  const roots = [root, realPath(root)];
  return (absolute) => {
    for (const one of roots) {
      const path = relative(one, absolute).split(sep).join('/');
      const outside =
        path === '' || path === '..' || path.startsWith('../') || path.startsWith('/') || /^\w:/.test(path);
      if (!outside) return path.includes(`${probePackage}/`) ? undefined : path;
    }
    return undefined;
  };
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
