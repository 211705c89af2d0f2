/** Checks share the files and connections that this process may have open: each runs only while its own fit in. */
import type { Check } from '../kit/index.ts';
import { createPool, type Pool } from './tokens.ts';

/** For a check that doesn't say: a few programs with their output, an upstream each, and some connections. */
const ordinary = 64;

export const openFilesOf = ({ needs = [] }: Check): number =>
  Math.max(ordinary, ...needs.map((need) => (typeof need === 'object' && 'openFiles' in need ? need.openFiles : 0)));

let pool: Pool | undefined;

/** One for all runs of this process, as the limit is the process's; `count` is what it allows. */
export function roomForFiles(count: number): Pool {
  pool ??= createPool(count);
  return pool;
}
