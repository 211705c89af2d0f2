/** Removes from a text what identifies the learner: their folders, user and host name, and anything that looks like a secret. */
import { realpathSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { basename } from 'node:path';
import { homeOf } from '../../harness/process/home.ts';
import type { Env } from '../../workspace/app-dirs.ts';

/** `folders`: the learner's own, wherever they lie. */
export function redact(text: string, env: Env, folders: Iterable<string> = []): string {
  return withoutSecrets(withoutNames(withoutPlaces(text, env, folders), env));
}

/** The longest first: a folder may lie in another. */
function withoutPlaces(text: string, env: Env, folders: Iterable<string>): string {
  const home = homeOf(env);
  const places = [...[...folders].map((path) => [path, '<folder>']), [home, '~']] as [string, string][];
  return places
    .flatMap(([path, as]): [string, string][] => [...new Set([path, realPath(path)])].map((one) => [one, as]))
    .filter(([path]) => path.length > 1)
    .sort(([a], [b]) => b.length - a.length)
    .reduce((so, [path, as]) => so.replace(new RegExp(`(?<![\\w.-])${literally(path)}(?![\\w-])`, 'g'), as), text);
}

/** Also where the system spells a home differently: C:\Users\ada and /mnt/c/Users/ada are the same one. */
function withoutNames(text: string, env: Env): string {
  const known = [userName(), hostname(), basename(homeOf(env)), env.USER, env.LOGNAME, env.USERNAME, env.SUDO_USER];
  const names = known.filter((name): name is string => name !== undefined && name.length > 2 && !everyones.test(name));
  return names
    .reduce((so, name) => so.replace(new RegExp(`(?<![a-z\\d])${literally(name)}(?![a-z\\d])`, 'gi'), '…'), text)
    .replace(/([\\/](?:Users|home)[\\/]+)(?!Shared\b|runner\b)[^\\/\s:'")]+/g, '$1…');
}

const everyones = /^(root|user|users|home|runner|localhost|nobody|node|admin)$/i;

const withoutSecrets = (text: string): string =>
  text
    .replace(
      /((?:token|secret|password|passwd|api[_-]?key|authorization)["']?\s*[=:]\s*)("[^"]*"|'[^']*'|(?:bearer\s+|basic\s+)?\S+)/gi,
      '$1…',
    )
    .replace(/(\/\/)[^/\s:@]+:[^/\s@]+@/g, '$1…@');

const literally = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
