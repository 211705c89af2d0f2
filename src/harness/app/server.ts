/** A started program, as a check sees it. */
import {
  crashIn,
  type Exit,
  eventually,
  type Files,
  type FirstCause,
  late,
  type Probe,
  type Server,
  within,
} from '../../kit/index.ts';
import { relativePaths } from '../go/diagnostics.ts';
import { parseGoroutines } from '../go/probe/goroutines.ts';
import { raceLog, readRaces } from '../go/race-files.ts';
import { shortageOf } from '../machine/program-shortage.ts';
import type { Running } from '../process/launch.ts';
import { programLog } from '../process/program-log.ts';
import { listeningPorts, residentBytes } from '../process/sockets.ts';
import { ownFilesUnder } from '../run/own-file.ts';
import { accepts, atRest, connectTo, host } from './accepting.ts';

export type OpenServer = Server & {
  /** Awaits the first accepted connection; false when it ended or `ms` passed before. */
  accepts(ms: number): Promise<boolean>;
  /** That the machine fell short of it, that it crashed, or ended before anything was done to it; undefined where none is so. */
  endedAlone(): Promise<FirstCause | undefined>;
};

export type ServerParts = {
  running: Running;
  port: number;
  /** The port was issued to this program alone. */
  reserved: boolean;
  files: Files;
  probe?: Probe;
  /** GORACE's log_path. */
  races: string;
  /** Where its files go. */
  folder: string;
  /** Bytes of memory that a right program stays far below. */
  modest: number;
};

/** A connection that breaks is seen before the exit, and before the last lines that tell why. */
const lastWordsMs = 250;

export function openServer(parts: ServerParts): OpenServer {
  const { running, port, reserved, files, probe, races } = parts;
  let startupMs = 0;
  /** We have told it to end: from then on an exit says nothing. */
  let told = false;
  let killed = false;
  const shown = (text: string) => relativePaths(text, files.root);
  const log = programLog({
    capture: running.output,
    ended: running.exited,
    title: 'What the program printed',
    shown,
  });
  const exited = async (ms = 30_000): Promise<Exit | undefined> => {
    const exit = await within(ms, running.exited);
    return exit === late ? undefined : exit;
  };
  const freeze = (name: 'SIGSTOP' | 'SIGCONT') => {
    if (process.platform !== 'win32') running.signal(name);
  };
  const stop = () => {
    told ||= running.running;
    killed ||= running.running;
    return running.stop();
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
    signal(name) {
      told ||= running.running;
      killed ||= name === 'SIGKILL';
      running.signal(name);
    },
    async preempt() {
      if (process.platform === 'win32') return;
      told ||= running.running;
      running.signal('SIGURG');
      await atRest(running);
    },
    freeze: () => freeze('SIGSTOP'),
    thaw: () => freeze('SIGCONT'),
    exited,
    async endedAlone() {
      const exit = await exited(lastWordsMs);
      const lines = running.output.lines.map(({ text }) => shown(text));
      const lack = shortageOf({
        ...parts,
        lines: [...lines, ...raceLog(races)],
        exit,
        killed,
        peakResident: running.peakResident,
      });
      if (lack) return { kind: 'machine', lack };
      const crash = crashIn(lines, exit !== undefined);
      if (crash) return { kind: 'crashed', crash, exit, log: log.evidence };
      if (!exit || exit.exceeded || told) return undefined;
      return { kind: 'ended-by-itself', exit, log: log.evidence };
    },
    async accepts(ms) {
      const accepted = await accepts(running, { port, reserved }, ms);
      if (accepted) startupMs = performance.now() - running.begun;
      return accepted;
    },
    async refusesConnections(ms = 30_000) {
      return (await eventually(ms, async () => ((await connectTo(port)) === 'refused' ? true : undefined))) === true;
    },
    residentBytes: async () => (running.running ? residentBytes(running.pid) : undefined),
    listeningPorts: async () => listeningPorts(running.family()),
    get probe() {
      if (!probe) throw new Error("only a server started with build: 'probe' has a probe");
      return probe;
    },
    async races() {
      told ||= running.running;
      running.signal('SIGTERM');
      if (!(await exited(3_000))) await stop();
      return readRaces(races, files.root);
    },
    async dump() {
      told ||= running.running;
      const printed = running.output.lines.length;
      running.signal('SIGQUIT');
      if (!(await exited(3_000))) await stop();
      const lines = running.output.lines.slice(printed).map(({ text }) => text);
      return parseGoroutines(lines.join('\n'), ownFilesUnder(files.root));
    },
    stop,
  };
}
