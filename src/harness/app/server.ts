/** A started program, as a check sees it. */
import { connect } from 'node:net';
import {
  type Evidence,
  type Exit,
  eventually,
  type Files,
  late,
  type Probe,
  type ProgramLog,
  type Server,
  within,
} from '../../kit/index.ts';
import { relativePaths } from '../go/diagnostics.ts';
import { readRaces } from '../go/race-files.ts';
import type { Capture } from '../process/capture.ts';
import type { Running } from '../process/launch.ts';
import { listeningPorts, residentBytes } from '../process/sockets.ts';
import { pulseOf } from '../process/stat.ts';

export type OpenServer = Server & {
  /** Awaits the first accepted connection; false when it ended or `ms` passed before. */
  accepts(ms: number): Promise<boolean>;
};

export type ServerParts = { running: Running; port: number; files: Files; probe?: Probe; races: string };

const host = '127.0.0.1';

export function openServer({ running, port, files, probe, races }: ServerParts): OpenServer {
  let startupMs = 0;
  const log = openLog(running, files.root);
  const exited = async (ms = 30_000): Promise<Exit | undefined> => {
    const exit = await within(ms, running.exited);
    return exit === late ? undefined : exit;
  };
  return {
    pid: running.pid,
    port,
    log,
    get startupMs() {
      return startupMs;
    },
    get running() {
      return running.running;
    },
    url: (path) => `http://${host}:${port}${path}`,
    signal: (name) => running.signal(name),
    exited,
    async accepts(ms) {
      const ask = () => (running.running ? accepted(port) : false);
      const answer = (await eventually(ms, ask, 1)) ?? (await whileStarved(running.pid, ask));
      if (answer) startupMs = performance.now() - running.begun;
      return answer === true;
    },
    async refusesConnections(ms = 30_000) {
      return (await eventually(ms, async () => ((await attempt(port)) === 'refused' ? true : undefined))) === true;
    },
    residentBytes: async () => (running.running ? residentBytes(running.pid) : undefined),
    listeningPorts: async () => listeningPorts(running.family()),
    get probe() {
      if (!probe) throw new Error("only a server started with build: 'probe' has a probe");
      return probe;
    },
    async races() {
      running.signal('SIGTERM');
      if (!(await exited(3_000))) await running.stop();
      return readRaces(races, files.root);
    },
    stop: () => running.stop(),
  };
}

/** A program that has had this much of a core by then and still does not listen never will; see whileStarved. */
const enoughCpuMs = 2_000;
const starvedMs = 60_000;
/** So many looks in a row that find it asleep: it waits for something else than a core. */
const asleepLooks = 20;

/**
 * The time a program is given is time on a core. Where others take the cores (or the disk), one that wants to work is
 * asked on, beyond its seconds by the clock; one that sleeps, or has had its share, is not.
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

async function accepted(port: number): Promise<true | undefined> {
  return (await attempt(port)) === 'accepted' ? true : undefined;
}

function attempt(port: number): Promise<'accepted' | 'refused' | 'other'> {
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

function openLog(running: Running, root: string): ProgramLog {
  const capture: Capture = running.output;
  return {
    get lines() {
      return capture.lines;
    },
    get truncated() {
      return capture.truncated;
    },
    get evidence() {
      return logEvidence(capture, root);
    },
    async find(match, ms = 10_000) {
      for (const line of capture.lines) {
        const found = match(line);
        if (found !== undefined) return found;
      }
      let unlisten = () => {};
      const coming = new Promise<ReturnType<typeof match>>((resolve) => {
        unlisten = capture.onLine((line) => {
          const found = match(line);
          if (found !== undefined) resolve(found);
        });
      });
      const ended = running.exited.then(() => undefined);
      const found = await within(ms, Promise.race([coming, ended]));
      unlisten();
      return found === late ? undefined : found;
    },
  };
}

/** The newest lines: what a program says last says most about its end. */
function logEvidence(capture: Capture, root: string): Evidence {
  const most = 60;
  const { lines } = capture;
  const left = lines.length > most ? `… ${lines.length - most} earlier lines left out\n` : '';
  const shown = lines.slice(-most).map((line) => relativePaths(line.text, root));
  return {
    kind: 'log',
    title: 'What the program printed',
    text: lines.length === 0 ? '(nothing)' : left + shown.join('\n'),
  };
}
