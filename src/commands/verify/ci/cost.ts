/** What a `verify` costs: the processor's time against the wall clock's. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { duration } from '../../../kit/index.ts';

export type Cost = {
  wallMs: number;
  /** Of this process and all that it started and has seen end; undefined where the system does not tell. */
  cpuMs?: number;
  /** Of everything else on the machine meanwhile: a Docker engine's builds, a cluster's rollouts, what other people run. */
  elsewhereMs?: number;
  cores: number;
};

/** e.g. { what: 'on the cluster', ms: 180_000 } */
export type Waited = { what: string; ms: number };

/** Starts counting; the function says what it has cost since. */
export function countCost(): () => Cost {
  const begun = performance.now();
  const before = { own: cpuMs(), machine: machineMs() };
  return () => {
    const cpu = difference(cpuMs(), before.own);
    const machine = difference(machineMs(), before.machine);
    return {
      wallMs: performance.now() - begun,
      cpuMs: cpu,
      elsewhereMs: cpu === undefined || machine === undefined ? undefined : Math.max(0, machine - cpu),
      cores: availableParallelism(),
    };
  };
}

/** Ticks of 1/100 s: every Linux that Node runs on has USER_HZ = 100. */
const msPerTick = 10;

/** proc_pid_stat(5): utime, stime, cutime and cstime are fields 14 to 17; the second field may hold blanks and brackets. */
function cpuMs(): number | undefined {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * msPerTick;
  } catch {
    return undefined;
  }
}

const difference = (now: number | undefined, before: number | undefined) =>
  now === undefined || before === undefined ? undefined : now - before;

/**
 * proc_stat(5): the first line sums all processors since boot, as user, nice, system, idle, iowait, irq, softirq and steal. An engine
 * and a cluster are no children of ours, so only this counts their work.
 */
function machineMs(): number | undefined {
  try {
    const [first = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1);
    const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = first.split(/\s+/).slice(1).map(Number);
    return (user + nice + system + irq + softirq) * msPerTick;
  } catch {
    return undefined;
  }
}

/** e.g. "wall 6 min 52 s, processor 10 min and 1 min 30 s in other processes, on 2 cores: 1.19 times what the work alone takes" */
export function describeCost(
  { wallMs, cpuMs: cpu, elsewhereMs = 0, cores }: Cost,
  waited: readonly Waited[] = [],
): string {
  const waits = waited.map(({ what, ms }) => `; ${duration(ms)} ${what}`).join('');
  if (!cpu) return `wall ${duration(wallMs)}${waits}`;
  const ratio = wallMs / ((cpu + elsewhereMs) / cores);
  const elsewhere = elsewhereMs >= 500 ? ` and ${duration(elsewhereMs)} in other processes,` : '';
  return `wall ${duration(wallMs)}, processor ${duration(cpu)}${elsewhere} on ${cores} cores: ${ratio.toFixed(2)} times what the work alone takes${waits}`;
}
