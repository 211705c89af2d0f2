/** What a `verify` costs: the processor's time against the wall clock's. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

export type Cost = {
  wallMs: number;
  /** Of this process and all that it started and has seen end; undefined where the system does not tell. */
  cpuMs?: number;
  cores: number;
};

/** e.g. { what: 'on the cluster', ms: 180_000 } */
export type Waited = { what: string; ms: number };

/** Starts counting; the function says what it has cost since. */
export function countCost(): () => Cost {
  const begun = performance.now();
  const before = cpuMs();
  return () => {
    const now = cpuMs();
    return {
      wallMs: performance.now() - begun,
      cpuMs: now === undefined || before === undefined ? undefined : now - before,
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

/** e.g. "wall 412 s, processor 790 s on 2 cores: 1.04 times what the work alone takes". */
export function describeCost({ wallMs, cpuMs: cpu, cores }: Cost, waited: readonly Waited[] = []): string {
  const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;
  const waits = waited.map(({ what, ms }) => `; ${seconds(ms)} ${what}`).join('');
  if (!cpu) return `wall ${seconds(wallMs)}${waits}`;
  const ratio = wallMs / (cpu / cores);
  return `wall ${seconds(wallMs)}, processor ${seconds(cpu)} on ${cores} cores: ${ratio.toFixed(2)} times what the work alone takes${waits}`;
}
