/** Starts the learner's program, each time on a port of its own. */
import {
  type App,
  attempt,
  type Build,
  type BuildMode,
  block,
  type CheckScope,
  FaultyProgram,
  type Files,
  type Go,
  type StartOptions,
} from '../../kit/index.ts';
import { listenForProbe, type ProbeEnd } from '../go/probe/probe.ts';
import { lackOfLaunch } from '../machine/faults.ts';
import { baseEnvironment } from '../process/environment.ts';
import { LaunchError, type Launcher } from '../process/launch.ts';
import type { Ports } from '../run/ports.ts';
import { runLabel, type Scratch } from '../run/scratch.ts';
import { takePort, untilFree } from './fixed-port.ts';
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

type Scope = Pick<CheckScope, 'signal' | 'defer' | 'log' | 'offTheClock' | 'onFailure'>;

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
      const port = fixedPortOf(options);
      if (port === undefined) return started(tools, scope, options, { binary, mode, port: await tools.ports.issue() });
      await takePort(port, scope);
      const start = { binary, mode, port };
      const first = await attempt(started(tools, scope, options, start));
      if (first.ok) return first.value;
      // A program of another run that ignores PORT may have slipped in between: a fault of this one's shows again.
      await scope.offTheClock(untilFree(port));
      return started(tools, scope, options, start);
    },
  };
}

async function started(tools: AppTools, scope: Scope, options: StartOptions, start: Start): Promise<OpenServer> {
  let server: OpenServer | undefined;
  // What it printed explains why it is gone, should it end while it is looked at.
  const printed = () => server?.log.evidence;
  const probe = start.mode === 'probe' ? await listenForProbe(tools.files.root, printed) : undefined;
  if (probe) scope.defer(() => probe.close());
  server = await launched(tools, scope, options, { ...start, probe });
  if (options.until !== 'started') await listening(server, scope.signal);
  const { endedAlone } = server;
  scope.onFailure(endedAlone);
  return server;
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

type Start = { binary: string; port: number; mode: BuildMode };

async function launched(
  tools: AppTools,
  scope: Scope,
  options: StartOptions,
  start: Start & { probe: ProbeEnd | undefined },
): Promise<OpenServer> {
  const folder = tools.scratch.folder('cwd');
  const races = `${folder}/race`;
  const issued = fixedPortOf(options) === undefined;
  const env = defined({
    ...(options.bare ? undefined : programEnvironment(tools.environment)),
    PORT: issued ? String(start.port) : undefined,
    GORACE: start.mode === 'race' ? raceSettings(races) : undefined,
    ...start.probe?.env,
    ...options.env,
  });
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
      reserved: issued,
      files: tools.files,
      probe: start.probe?.probe,
      races,
      folder,
      modest: maxResident[start.mode] / 4,
    });
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    return block(lackOfLaunch(error.code, tools.scratch.dir));
  }
}

const defined = (env: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined));

const fixedPortOf = ({ port }: StartOptions): number | undefined => (typeof port === 'object' ? port.unset : undefined);

/** A learner's program needs a home and a path, not this machine's secrets, proxies or Go settings. */
function programEnvironment(from: NodeJS.ProcessEnv): Record<string, string> {
  const { CC: _cc, ...kept } = baseEnvironment(from);
  return kept;
}

/** How long a program may take to listen. */
const startLimitMs = 5_000;

async function listening(server: OpenServer, signal: AbortSignal): Promise<void> {
  if (await server.accepts(startLimitMs)) return;
  signal.throwIfAborted();
  const cause = await server.endedAlone();
  if (cause?.kind === 'machine') block(cause.lack);
  const fault = await startFault(server, startLimitMs);
  // Nobody can use it, and it may be in the way of the next attempt.
  await server.stop();
  throw new FaultyProgram(fault);
}
