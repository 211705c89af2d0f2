/** How many files and connections a process may have open here (RLIMIT_NOFILE); each program that we start has the same limit. */
import type { Lack } from '../../kit/index.ts';
import { namesIn, textOf } from '../process/procfs.ts';

/** What this process opens beside its checks: the tools it runs, a lock, a file that is read. */
const ownUse = 16;

/** Infinity where there is none, or where the system doesn't tell. */
export const openFileLimit = (): number => (limit ??= askedLimit());
let limit: number | undefined;

/** What is left of it for checks, as of the first call. */
export const roomForOpenFiles = (): number => (room ??= openFileLimit() - namesIn('/dev/fd').length - ownUse);
let room: number | undefined;

/** Node raises the soft limit to the hard one when it begins (node.cc), so what it has now is all there is. */
function askedLimit(): number {
  if (process.platform === 'win32') return Number.POSITIVE_INFINITY;
  const soft = /^Max open files +(\S+)/m.exec(textOf('/proc/self/limits') ?? '')?.[1] ?? fromReport();
  return Number(soft) || Number.POSITIVE_INFINITY;
}

/** https://nodejs.org/api/report.html: `userLimits` is getrlimit(2) where there is no /proc. */
function fromReport(): unknown {
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft?: unknown } } };
  return userLimits?.open_files?.soft;
}

export function lacksOpenFiles(needed: number): Lack | undefined {
  if (needed <= roomForOpenFiles()) return undefined;
  return {
    need: { openFiles: needed },
    state: 'exhausted',
    what: `A process may have no more than ${openFileLimit()} files and connections open here, and this check needs up to ${needed} beside what is open already.`,
    fix: 'Raise the limit (ulimit -n 4096; for a container: docker run --ulimit nofile=4096), then check again.',
  };
}
