/** A harness is all instruments over one learner's folder, for one run of its checks. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckContext, Files, Go, Need } from '../kit/index.ts';
import { openApp, portTaken } from './app.ts';
import { type DockerRoom, openDockerRoom } from './docker.ts';
import { openGo } from './go.ts';
import { openHttp } from './http.ts';
import { isFree, openPorts, type Ports } from './ports.ts';
import { type Launcher, launch } from './process.ts';
import { endAll, endAllNow } from './processes.ts';
import { openScratch, runLabel, type Scratch, sweepLeftovers } from './scratch.ts';
import { takeSnapshot } from './snapshot.ts';
import {
  cleanGoEnvironment,
  findToolchain,
  goCommand,
  lacksCompiler,
  type Toolchain,
  type ToolScope,
} from './toolchain.ts';
import { openUpstreams } from './upstream.ts';

export type HarnessOptions = {
  /** The learner's folder; it is only read. */
  folder: string;
  /** Ends every build and program of the run. */
  signal: AbortSignal;
  environment: NodeJS.ProcessEnv;
  /** The seam: how a program is started. */
  launcher?: Launcher;
};

type Base = Pick<CheckContext, 'signal' | 'log' | 'measure' | 'note' | 'defer' | 'unhurried'>;

export type Harness = {
  readonly files: Files;
  contextFor(base: Base): CheckContext;
  lacks(need: Need): Promise<string | undefined>;
  /** Ends what is left, frees the ports, removes the run's folder. */
  close(): Promise<void>;
};

export async function openHarness(options: HarnessOptions): Promise<Harness> {
  await sweepLeftovers();
  const scratch = openScratch();
  try {
    const source = join(scratch.dir, 'source');
    mkdirSync(source);
    return assemble(options, scratch, takeSnapshot(options.folder, source));
  } catch (error) {
    scratch.remove();
    throw error;
  }
}

function assemble(options: HarnessOptions, scratch: Scratch, files: Files): Harness {
  const ports = openPorts();
  const label = { name: runLabel, value: scratch.id };
  const scope: ToolScope = { environment: options.environment, label, signal: options.signal };
  let found: Promise<Toolchain | string> | undefined;
  const toolchain = () => {
    found ??= findToolchain(scope);
    return found;
  };
  const docker = openDockerRoom({ files, scratch, environment: options.environment, signal: options.signal });
  const go = goOf(scope, scratch, files, toolchain);
  const all = { label: `${label.name}=${label.value}`, folder: scratch.dir, pids: [] };
  // A crash of ours that nobody catches ends here: nothing we started may outlive us.
  const lastBreath = () => {
    endAllNow(all);
    scratch.remove();
  };
  process.once('exit', lastBreath);
  return {
    files,
    contextFor: (base) => contextOf(base, { options, scratch, files, ports, go, docker }),
    lacks: (need) => (need === 'docker' ? docker.lacks() : lacks(need, options.environment, toolchain)),
    async close() {
      process.off('exit', lastBreath);
      await endAll(all);
      await docker.close();
      ports.release();
      scratch.remove();
    },
  };
}

function goOf(scope: ToolScope, scratch: Scratch, files: Files, toolchain: () => Promise<Toolchain | string>): Go {
  const known = async () => {
    const tools = await toolchain();
    if (typeof tools === 'string') throw new Error(tools);
    return tools;
  };
  // The go command leaves its work folder behind when it is killed: in ours it goes with the run.
  const GOTMPDIR = scratch.folder('go-tmp');
  return openGo({
    files,
    folder: (name) => scratch.folder(name),
    async run(args, cwd, env) {
      const result = await goCommand(
        args,
        cwd,
        { ...cleanGoEnvironment(scope, await known()), GOTMPDIR, ...env },
        scope,
      );
      if (!result) throw new Error('the go command is gone');
      if (result.timedOut) throw new Error(`go ${args[0]} did not end within 15 minutes`);
      return result;
    },
    version: known,
  });
}

type Parts = { options: HarnessOptions; scratch: Scratch; files: Files; ports: Ports; go: Go; docker: DockerRoom };

function contextOf(base: Base, { options, scratch, files, ports, go, docker }: Parts): CheckContext {
  const patient: Go = {
    ...go,
    build: (flavour) => base.unhurried(go.build(flavour)),
    buildFor: (goos, goarch) => base.unhurried(go.buildFor(goos, goarch)),
    buildWith: (ldflags) => base.unhurried(go.buildWith(ldflags)),
    rebuildMs: () => base.unhurried(go.rebuildMs()),
    vet: () => base.unhurried(go.vet()),
  };
  const tools = { go, files, scratch, ports, launcher: options.launcher ?? launch, environment: options.environment };
  return {
    ...base,
    go: patient,
    files,
    app: openApp(tools, base),
    http: openHttp(base),
    upstream: openUpstreams({ defer: base.defer, issuePort: () => ports.issue() }),
    docker: docker.forCheck(base),
    kubernetes: { manifests: async () => (await import('./kubernetes-manifests.ts')).readManifests(files) },
  };
}

async function lacks(
  need: Need,
  environment: NodeJS.ProcessEnv,
  toolchain: () => Promise<Toolchain | string>,
): Promise<string | undefined> {
  if (typeof need === 'object') return lacksPort(need.port);
  switch (need) {
    case 'go': {
      const tools = await toolchain();
      return typeof tools === 'string' ? tools : undefined;
    }
    case 'cgo':
      return lacksCompiler(environment);
    case 'posix-signals':
      return process.platform === 'win32' ? noSignals : undefined;
    case 'docker':
    case 'kubernetes':
      return undefined;
  }
}

const noSignals =
  'Windows has no SIGTERM to send. Run the workshop in WSL or in a Linux container (docker run -it -v .:/work -w /work node:24 …) to grade this.';

/** A port that our own runs hold is waited for by the start itself; only a stranger on it blocks the check. */
async function lacksPort(port: number): Promise<string | undefined> {
  const { holderOf } = await import('./sockets.ts');
  if (holderOf(port)?.environment.includes(`${runLabel}=`) || (await isFree(port))) return undefined;
  return portTaken(port);
}
