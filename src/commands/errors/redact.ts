/** Removes from a text what identifies the learner: home folder, user name, host name, and anything that looks like a secret. */
import { hostname, userInfo } from 'node:os';
import type { Env } from '../../workspace/app-dirs.ts';

export function redact(text: string, env: Env): string {
  const home = env.HOME || env.USERPROFILE;
  const names = [userName(), hostname()].filter(
    (name) => name.length > 2 && !/^(root|user|runner|localhost)$/.test(name),
  );
  const placed = home && home.length > 1 ? text.replaceAll(home, '~') : text;
  return names
    .reduce((so, name) => so.replace(new RegExp(`(?<![\\w-])${literally(name)}(?![\\w-])`, 'g'), '…'), placed)
    .replace(
      /((?:token|secret|password|passwd|api[_-]?key|authorization)["']?\s*[=:]\s*)("[^"]*"|'[^']*'|(?:bearer\s+|basic\s+)?\S+)/gi,
      '$1…',
    )
    .replace(/(\/\/)[^/\s:@]+:[^/\s@]+@/g, '$1…@');
}

const literally = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
