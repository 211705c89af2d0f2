/** A started program, as a check sees it. */
import { type Exit, eventually, type Files, late, type Probe, type Server, within } from '../../kit/index.ts';
import { relativePaths } from '../go/diagnostics.ts';
import { readRaces } from '../go/race-files.ts';
import type { Running } from '../process/launch.ts';
import { programLog } from '../process/program-log.ts';
import { listeningPorts, residentBytes } from '../process/sockets.ts';
import { accepts, connectTo, host } from './accepting.ts';

export type OpenServer = Server & {
  /** Awaits the first accepted connection; false when it ended or `ms` passed before. */
  accepts(ms: number): Promise<boolean>;
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
};

export function openServer({ running, port, reserved, files, probe, races }: ServerParts): OpenServer {
  let startupMs = 0;
  const log = programLog({
    capture: running.output,
    ended: running.exited,
    title: 'What the program printed',
    shown: (text) => relativePaths(text, files.root),
  });
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
      running.signal('SIGTERM');
      if (!(await exited(3_000))) await running.stop();
      return readRaces(races, files.root);
    },
    stop: () => running.stop(),
  };
}
