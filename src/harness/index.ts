/** A harness is all instruments over one learner's folder, for one run of its checks. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckContext, Files, Go, Kubernetes, Need } from '../kit/index.ts';
import { openApp } from './app.ts';
import { type DockerRoom, openDockerRoom } from './docker.ts';
import { openGo } from './go.ts';
import { openHttp } from './http.ts';
import type { KubernetesRoom } from './kubernetes.ts';
import { throwIfMachine } from './machine-faults.ts';
import { lacks } from './needs.ts';
import { openPorts, type Ports } from './ports.ts';
import { type Launcher, launch } from './process.ts';
import { endAll, endAllNow } from './processes.ts';
import { openScratch, runLabel, type Scratch, sweepLeftovers } from './scratch.ts';
import { takeSnapshot } from './snapshot.ts';
import {
  cleanGoEnvironment,
  findToolchain,
  goCommand,
  runProgram,
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
  /** The cluster to use and how images get into it; see harness/kubernetes.ts. */
  context?: string;
  loadImage?: string;
  /** Folder of the module whose image stage 06 deploys. */
  service?: string;
  /** The learner's own folder of stage 05, once it is passed; see harness/kubernetes.ts. */
  own?: string;
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
  const kubernetes = once(() => kubernetesRoom(options, scope, scratch, files, toolchain));
  const all = { label: `${label.name}=${label.value}`, folder: scratch.dir };
  // A crash of ours that nobody catches ends here: nothing we started may outlive us.
  const lastBreath = () => {
    endAllNow(all);
    scratch.remove();
  };
  process.once('exit', lastBreath);
  return {
    files,
    contextFor: (base) => contextOf(base, { options, scratch, files, ports, go, docker, kubernetes }),
    lacks: (need) =>
      lacks(need, {
        environment: options.environment,
        toolchain,
        docker: () => docker.lacks(),
        kubernetes: async () => (await kubernetes()).lacks(),
      }),
    async close() {
      try {
        await allOf([
          () => endAll(all),
          () => docker.close(),
          async () => (kubernetes.begun() ? (await kubernetes()).close() : undefined),
        ]);
      } finally {
        ports.release();
        scratch.remove();
        process.off('exit', lastBreath);
      }
    },
  };
}

/** One after the other, whatever became of those before; the first error is thrown at the end. */
async function allOf(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}

/** Made when it is first asked for: most stages need no cluster, and its client is large. */
function once<T>(make: () => Promise<T>): (() => Promise<T>) & { begun(): boolean } {
  let made: Promise<T> | undefined;
  const get = () => {
    made ??= make();
    return made;
  };
  return Object.assign(get, { begun: () => made !== undefined });
}

async function kubernetesRoom(
  options: HarnessOptions,
  scope: ToolScope,
  scratch: Scratch,
  files: Files,
  toolchain: () => Promise<Toolchain | string>,
): Promise<KubernetesRoom> {
  const { openKubernetesRoom } = await import('./kubernetes.ts');
  return openKubernetesRoom({
    ...options,
    files,
    scratch,
    async run(command, args, cwd = scratch.dir, env = {}) {
      if (command !== 'go') return runProgram(command, args, cwd, scope);
      const tools = await toolchain();
      if (typeof tools === 'string') return undefined;
      return goCommand(args, cwd, { ...cleanGoEnvironment(scope, tools), ...env }, scope);
    },
  });
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
      if (result.code !== 0) throwIfMachine(result.output);
      return result;
    },
    version: known,
  });
}

type Parts = {
  options: HarnessOptions;
  scratch: Scratch;
  files: Files;
  ports: Ports;
  go: Go;
  docker: DockerRoom;
  kubernetes: () => Promise<KubernetesRoom>;
};

function contextOf(base: Base, { options, scratch, files, ports, go, docker, kubernetes }: Parts): CheckContext {
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
    kubernetes: kubernetesOf(kubernetes, base),
  };
}

function kubernetesOf(room: () => Promise<KubernetesRoom>, base: Base): Kubernetes {
  const own = async () => (await room()).forCheck(base);
  return {
    manifests: async () => (await own()).manifests(),
    cluster: async () => (await own()).cluster(),
    dryRun: async (level) => (await own()).dryRun(level),
  };
}
