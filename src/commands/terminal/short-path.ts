import { relative } from 'node:path';
import { homeOf } from '../../harness/process/home.ts';
import type { Session } from '../../usecases/session.ts';

/** The shortest clear form of a path: relative to the working directory when inside it, else with ~ for home. */
export function shortPath(path: string, { cwd, env }: Pick<Session, 'cwd' | 'env'>): string {
  const way = relative(cwd, path);
  if (way !== '' && !way.startsWith('..') && way.length < path.length) return way;
  const home = homeOf(env);
  return home.length > 1 && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
