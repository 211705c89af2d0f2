/** What Linux tells about each process in /proc/<pid>/stat (proc(5)). */
import { namesIn, textOf } from './procfs.ts';

/** A process, told apart from a later one that was given the same number. */
export type Known = { pid: number; startedAt: string };

export const knownAs = (pid: number): Known => ({ pid, startedAt: startedAt(pid) });

export type ProcessFacts = Known & { parent: number; group: number; session: number; dead: boolean };

/** When a process began, as text to compare; '' when there is none. Without /proc it only says 'alive'. */
export function startedAt(pid: number): string {
  const stat = textOf(`/proc/${pid}/stat`);
  if (stat !== undefined) return fields(stat)[19] ?? '';
  try {
    process.kill(pid, 0);
    return 'alive';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 'alive' : '';
  }
}

/** Empty where the system has no /proc. */
export function everyProcess(): ProcessFacts[] {
  const found: ProcessFacts[] = [];
  for (const name of namesIn('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = textOf(`/proc/${name}/stat`);
    if (stat === undefined) continue;
    const facts = fields(stat);
    const [state, parent, group, session] = facts;
    found.push({
      pid: Number(name),
      startedAt: facts[19] ?? '',
      parent: Number(parent),
      group: Number(group),
      session: Number(session),
      // A zombie is dead; only its parent can bury it.
      dead: state === 'Z' || state === 'X',
    });
  }
  return found;
}

export type Pulse = {
  /** Used so far, by all threads. */
  cpuMs: number;
  /** A thread computes, or waits for a core or for the disk. */
  wants: boolean;
};

/** Whether a program works or waits for something; undefined where the system does not tell (or it has ended). */
export function pulseOf(pid: number): Pulse | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const ofProcess = fields(stat);
  const tasks = namesIn(`/proc/${pid}/task`).map((task) => textOf(`/proc/${pid}/task/${task}/stat`) ?? '');
  // utime and stime are in ticks of 1/100 s on every Linux (USER_HZ).
  const cpuMs = (Number(ofProcess[11]) + Number(ofProcess[12])) * 10;
  return { cpuMs, wants: tasks.some((task) => ['R', 'D'].includes(fields(task)[0] ?? '')) };
}

/** proc(5): the fields of /proc/pid/stat from the third (state) on; the second may hold spaces and parentheses. */
function fields(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
