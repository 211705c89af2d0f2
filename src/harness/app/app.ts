/** Starts the learner's program, each time on a port of its own. */
import {
  type App,
  type Build,
  type BuildMode,
  block,
  type CheckScope,
  eventually,
  FaultyProgram,
  type Files,
  type Go,
  type StartOptions,
} from '../../kit/index.ts';
import { listenForProbe, type ProbeEnd } from '../go/probe/probe.ts';
import { lackOfLaunch } from '../machine/faults.ts';
import { baseEnvironment } from '../process/environment.ts';
import { LaunchError, type Launcher } from '../process/launch.ts';
import { holderOf } from '../process/sockets.ts';
import { isFree, type Ports, portTaken } from '../run/ports.ts';
import { tryRunLock } from '../run/root.ts';
import { runLabel, type Scratch } from '../run/scratch.ts';
import { type OpenServer, openServer } from './server.ts';
import { startFault } from './start-fault.ts';

export type AppTools = {
  go: Go;
  files: Files;
  scratch: Scratch;
  ports: Ports;
  launcher: Launcher;
  environment: NodeJS.ProcessEnv;
};

type Scope = Pick<CheckScope, 'signal' | 'defer' | 'log' | 'offTheClock'>;

/** The port that the contract names where PORT is unset. */
const defaultPort = 8080;
const maxPrinted = 64e6;
const maxResident = { plain: 1 * 2 ** 30, probe: 1 * 2 ** 30, race: 3 * 2 ** 30 } as const;
/** The race detector's exit handler sleeps a second unless told not to; reports go to a file, never through the program's output. */
const raceSettings = (file: string) => `atexit_sleep_ms=0 halt_on_error=0 history_size=3 log_path=${file}`;

export function openApp(tools: AppTools, scope: Scope): App {
  return {
    async start(options = {}) {
      const mode = options.build ?? 'plain';
      const binary = await compiled(tools.go, mode, scope);
      scope.signal.throwIfAborted();
      const port = options.port === 'absent' ? await takeDefaultPort(scope) : await tools.ports.issue();
      let server: OpenServer | undefined;
      // What it printed explains why it is gone, should it end while it is looked at.
      const printed = () => server?.log.evidence;
      const probe = mode === 'probe' ? await listenForProbe(tools.files.root, printed) : undefined;
      if (probe) scope.defer(() => probe.close());
      server = await launched(tools, scope, options, { binary, port, mode, probe });
      if (options.until !== 'started') await listening(server, scope.signal);
      return server;
    },
  };
}

async function compiled(go: Go, mode: BuildMode, scope: Scope): Promise<string> {
  const build: Build = await scope.offTheClock(go.build(mode));
  if (!build.ok) {
    const title = mode === 'race' ? 'go build -race' : 'go build';
    const evidence = go.evidence(title, build.diagnostics, build.output);
    throw new FaultyProgram({ kind: 'not-compiled', mode, build, evidence });
  }
  return build.binary;
}

type Start = { binary: string; port: number; mode: BuildMode; probe: ProbeEnd | undefined };

async function launched(tools: AppTools, scope: Scope, options: StartOptions, start: Start): Promise<OpenServer> {
  const folder = tools.scratch.folder('cwd');
  const races = `${folder}/race`;
  const extra = {
    ...(options.bare ? {} : programEnvironment(tools.environment)),
    ...(options.port === 'absent' ? {} : { PORT: String(start.port) }),
    ...(start.mode === 'race' ? { GORACE: raceSettings(races) } : {}),
    ...start.probe?.env,
    ...options.env,
  };
  const env = Object.fromEntries(
    Object.entries(extra).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  try {
    const running = await tools.launcher({
      command: start.binary,
      cwd: options.bare ? tools.scratch.folder('empty') : folder,
      env,
      unlabelled: options.bare ?? false,
      label: { name: runLabel, value: tools.scratch.id },
      maxPrinted,
      maxResident: maxResident[start.mode],
    });
    scope.defer(() => running.stop());
    running.output.onLine((line) => scope.log('app', line.text));
    return openServer({
      running,
      port: start.port,
      files: tools.files,
      ...(start.probe ? { probe: start.probe.probe } : {}),
      races,
    });
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    return block(lackOfLaunch(error.code, tools.scratch.dir));
  }
}

/** A learner's program needs a home and a path, not this machine's secrets, proxies or Go settings. */
function programEnvironment(from: NodeJS.ProcessEnv): Record<string, string> {
  const { CC: _cc, ...kept } = baseEnvironment(from);
  return kept;
}

/** Waits for its turn among the workshop's own processes; anybody else on the port makes the check blocked. */
async function takeDefaultPort(scope: Scope): Promise<number> {
  const lock = await scope.offTheClock(
    eventually(300_000, () => (scope.signal.aborted ? null : tryRunLock(`port-${defaultPort}`)), 50),
  );
  scope.signal.throwIfAborted();
  if (!lock)
    block({
      need: { port: defaultPort },
      state: 'taken',
      what: `Another run of the workshop holds port ${defaultPort}.`,
      fix: 'Try again when it is done.',
    });
  scope.defer(() => lock.release());
  const free = await eventually(20_000, async () =>
    (await isFree(defaultPort)) ? true : ownRun(defaultPort) ? undefined : false,
  );
  if (!free) block(portTaken(defaultPort));
  return defaultPort;
}

/** A program of another run of ours goes away by itself. */
const ownRun = (port: number) => holderOf(port)?.environment.includes(`${runLabel}=`) ?? false;

/** As the contract says. */
const startLimitMs = 5_000;

async function listening(server: OpenServer, signal: AbortSignal): Promise<void> {
  if (await server.accepts(startLimitMs)) return;
  signal.throwIfAborted();
  throw new FaultyProgram(await startFault(server, startLimitMs));
}
