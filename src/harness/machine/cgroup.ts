/** What the control groups that this process is in allow it: a container's limits. cgroups(7); both versions. */
import { dirname, join } from 'node:path';
import type { Lack } from '../../kit/index.ts';
import { textOf } from '../process/procfs.ts';

type Controller = { name: 'pids' | 'memory'; v1: string; v2: string };
const pids: Controller = { name: 'pids', v1: 'pids.max', v2: 'pids.max' };
const memory: Controller = { name: 'memory', v1: 'memory.limit_in_bytes', v2: 'memory.max' };

/** Version 1 says "no limit" as the largest multiple of a page. */
const unlimited = 2 ** 60;

/** The lowest limit from this process's group up to the root; undefined where there is none. */
function cgroupLimit({ name, v1, v2 }: Controller, read: typeof textOf): number | undefined {
  const own = (read('/proc/self/cgroup') ?? '').split('\n').map((line) => line.split(':'));
  const files = own.flatMap(([hierarchy, controllers = '', path = '/']) => {
    if (hierarchy === '0' && controllers === '') return upwards(path).map((at) => join('/sys/fs/cgroup', at, v2));
    if (!controllers.split(',').includes(name)) return [];
    return upwards(path).map((at) => join('/sys/fs/cgroup', name, at, v1));
  });
  const limits = files.map((file) => Number.parseInt(read(file) ?? '', 10)).filter((limit) => limit < unlimited);
  return limits.length > 0 ? Math.min(...limits) : undefined;
}

const upwards = (path: string): string[] => (path === '/' ? [path] : [path, ...upwards(dirname(path))]);

/** ' (this container may have 30)' where a limit explains why there is no room for another process. */
export function processLimit(read = textOf): string {
  const limit = cgroupLimit(pids, read);
  return limit === undefined ? '' : ` (its control group allows ${limit}: pids.max)`;
}

/** Less than this and the system ends Node, or the compiler, in the middle: both need some 100 MB. */
const leastMemory = 160 * 2 ** 20;

export function lacksMemory(read = textOf): Lack | undefined {
  const limit = cgroupLimit(memory, read);
  if (limit === undefined || limit >= leastMemory) return undefined;
  return {
    need: 'disk',
    state: 'exhausted',
    what: `The control group of this process allows ${Math.floor(limit / 2 ** 20)} MiB of memory; the checks need ${leastMemory / 2 ** 20} MiB to run at all.`,
    fix: 'Raise the limit (for a container: docker run --memory 512m), then check again.',
  };
}
