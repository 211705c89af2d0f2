import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Full path of a program, undefined where the PATH has none. */
export function onPath(program: string, env: Record<string, string | undefined>): string | undefined {
  const ends = process.platform === 'win32' ? (env.PATHEXT ?? '.EXE').split(';') : [''];
  for (const folder of (env.PATH ?? env.Path ?? '').split(delimiter)) {
    if (folder === '') continue;
    for (const end of ends) {
      try {
        const path = join(folder, program + end);
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not in this folder.
      }
    }
  }
  return undefined;
}
