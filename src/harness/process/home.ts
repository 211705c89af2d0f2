import { homedir, userInfo } from 'node:os';
import { isAbsolute } from 'node:path';

/**
 * The learner's home folder: HOME, or what the system's user list says. HOME may be set and empty, and Node's homedir()
 * then is too: everything below it would end up in the working folder.
 */
export function homeOf({ HOME, USERPROFILE }: Readonly<Record<string, string | undefined>>): string {
  return [HOME, USERPROFILE, listedHome(), homedir()].find((path) => path && isAbsolute(path)) ?? '/';
}

/** A user that the container's list does not know has none. */
function listedHome(): string | undefined {
  try {
    return userInfo().homedir;
  } catch {
    return undefined;
  }
}
