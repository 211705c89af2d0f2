/** Whether a started program accepts connections on its port. */
import { connect } from 'node:net';
import { eventually } from '../../kit/index.ts';
import type { Running } from '../process/launch.ts';
import { listeningPorts } from '../process/sockets.ts';
import { pulseOf } from '../process/stat.ts';

export const host = '127.0.0.1';

/** `reserved`: nobody else uses the port. On a port that isn't, an accepted connection only counts where the program itself listens. */
export type PortToAsk = { port: number; reserved: boolean };

/** Awaits the first accepted connection; false when the program ended, or `ms` passed before. */
export async function accepts(running: Running, { port, reserved }: PortToAsk, ms: number): Promise<boolean> {
  const accepted = async () =>
    (await connectTo(port)) === 'accepted' && (reserved || ownsPort(running, port)) ? true : undefined;
  const ask = () => (running.running ? accepted() : false);
  return ((await eventually(ms, ask, 1)) ?? (await whileStarved(running.pid, ask))) === true;
}

/** Assumed where the system doesn't tell. */
function ownsPort(running: Running, port: number): boolean {
  return listeningPorts(running.family())?.includes(port) ?? true;
}

/** A program that has had this much of a core and still does not listen never will. */
const enoughCpuMs = 2_000;
const starvedMs = 60_000;
/** Found asleep this many times in a row, it waits for something other than a core. */
const asleepLooks = 20;

/**
 * The time a program is given is time on a core. Where others take the cores (or the disk), a program that wants to run
 * gets more than its seconds by the clock; one that sleeps, or has had its share, does not.
 */
async function whileStarved(pid: number, ask: () => Promise<true | undefined> | false) {
  let asleep = 0;
  return eventually(starvedMs, async () => {
    const answer = await ask();
    if (answer !== undefined) return answer;
    const pulse = pulseOf(pid);
    if (!pulse || pulse.cpuMs >= enoughCpuMs) return false;
    asleep = pulse.wants ? 0 : asleep + 1;
    return asleep > asleepLooks ? false : undefined;
  });
}

const restMs = 10_000;
/** Where the system does not tell what a process does. */
const unseenMs = 500;

/** Awaits that none of its threads has had anything to do for a while, or that it has ended. */
export async function atRest(running: Running): Promise<void> {
  const begun = performance.now();
  let asleep = 0;
  await eventually(
    restMs,
    () => {
      if (!running.running) return true;
      const pulse = pulseOf(running.pid);
      if (!pulse) return performance.now() - begun > unseenMs ? true : undefined;
      asleep = pulse.wants ? 0 : asleep + 1;
      return asleep > asleepLooks ? true : undefined;
    },
    5,
  );
}

export function connectTo(port: number): Promise<'accepted' | 'refused' | 'other'> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const end = (answer: 'accepted' | 'refused' | 'other') => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end('accepted'));
    socket.once('timeout', () => end('other'));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code === 'ECONNREFUSED' ? 'refused' : 'other'));
  });
}
