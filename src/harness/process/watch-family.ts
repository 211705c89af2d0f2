/** A launched program and its descendants: known from birth, kept within limits, ended together. */
import type { Exit } from '../../kit/index.ts';
import { endAll, membersOf } from './family.ts';
import { residentBytes } from './sockets.ts';
import { type Known, knownAs } from './stat.ts';

const watchEveryMs = 200;

type Watched = {
  pid: number;
  /** NAME=value in the environment of all of them (see ProcessFilter). */
  label: string;
  /** Bytes; the family is ended when it has printed more, or holds more resident memory. */
  limits: { output?: number; memory?: number };
  printed(): number;
  running(): boolean;
};

export type Family = {
  /** The program and those of its descendants that we know of, as far as they live. */
  pids(): number[];
  /** The most resident memory that we saw it hold, bytes. */
  readonly peakResident: number;
  /** Why we ended it, if we did. */
  readonly exceeded: Exit['exceeded'];
  /** Ends every one; resolves when none is left. */
  end(): Promise<void>;
};

export function watchFamily(watched: Watched): Family {
  const { pid, label, running } = watched;
  const leader = knownAs(pid);
  // Remembered while they live: a descendant whose parent is gone is still found by its group or session.
  let known: Known[] = [leader];
  let exceeded: Exit['exceeded'];
  let peakResident = 0;
  let ended = false;
  const pids = () => {
    // Reading every process's environment is expensive: only for those that outlived the program.
    const living = membersOf({ known, label: running() ? undefined : label });
    known = [leader, ...living.filter((one) => one.pid !== pid)];
    return living.map((one) => one.pid);
  };
  // A descendant that outlives the program is watched until it ends, or is ended.
  const watch = setInterval(() => {
    const living = pids();
    const resident = living.reduce((sum, one) => sum + (residentBytes(one) ?? 0), 0);
    peakResident = Math.max(peakResident, resident);
    exceeded ??= excess(resident, watched);
    if (exceeded) void endAll({ label, known });
    if (living.length === 0 && !running()) clearInterval(watch);
  }, watchEveryMs);
  watch.unref();
  return {
    pids,
    get peakResident() {
      return peakResident;
    },
    get exceeded() {
      return exceeded;
    },
    async end() {
      clearInterval(watch);
      if (ended) return;
      pids();
      await endAll({ label, known });
      ended = !running();
    },
  };
}

function excess(resident: number, { limits, printed }: Watched): Exit['exceeded'] {
  if (limits.output !== undefined && printed() > limits.output) return { what: 'output', limit: limits.output };
  return limits.memory !== undefined && resident > limits.memory ? { what: 'memory', limit: limits.memory } : undefined;
}
