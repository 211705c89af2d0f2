/** A harness is all instruments over one learner's folder, for one run of its checks. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  block,
  type CheckContext,
  type CheckScope,
  type Files,
  type Found,
  type Go,
  type Kubernetes,
  type Lack,
  type Need,
  orBlock,
  sourceOf,
  type Work,
} from '../kit/index.ts';
import { openApp } from './app/app.ts';
import { type DockerSession, openDockerSession } from './docker/session.ts';
import { goCommand } from './go/command.ts';
import { openGo } from './go/go.ts';
import { cleanGoEnvironment, findToolchain, type Toolchain } from './go/toolchain.ts';
import { openHttp } from './http/http.ts';
import type { ClusterSetup } from './kubernetes/options.ts';
import type { KubernetesSession } from './kubernetes/session.ts';
import { lackOf } from './machine/faults.ts';
import { lackInOutput } from './machine/tool-output.ts';
import { lacks } from './needs.ts';
import { endAll, endAllNow } from './process/family.ts';
import { type Launcher, launch } from './process/launch.ts';
import { runProgram, type ToolScope } from './process/run-tool.ts';
import { openPorts, type Ports } from './run/ports.ts';
import { openScratch, runLabel, type Scratch } from './run/scratch.ts';
import { takeSnapshot } from './run/snapshot.ts';
import { sweepLeftovers } from './run/sweep.ts';
import { openUpstreams } from './upstream/upstream.ts';

export type HarnessOptions = {
  /** The learner's folder; it is only read. */
  folder: string;
  /** Ends every build and program of the run. */
  signal: AbortSignal;
  environment: NodeJS.ProcessEnv;
  /** Takes a token for each piece of work; without one it is done at once. */
  work?: Work;
  /** The seam: how a program is started. */
  launcher?: Launcher;
  /** The cluster to use and how images get into it: --context and --load-image. */
  context?: string;
  loadImage?: string;
  /** What the stage wants of a cluster. */
  cluster?: ClusterSetup;
};

export type Harness = {
  readonly files: Files;
  contextFor(scope: CheckScope): CheckContext;
  lacks(need: Need): Promise<Lack | undefined>;
  lackOf(error: unknown): Lack | undefined;
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
  let asked: Promise<Found<Toolchain>> | undefined;
  const toolchain = (): Promise<Found<Toolchain>> => {
    asked ??= findToolchain(scope);
    return asked;
  };
  const work: Work = options.work ?? ((run) => run());
  const { environment, signal } = options;
  const docker = openDockerSession({ files, scratch, environment, signal, work });
  const go = goOf(scope, scratch, files, toolchain, work);
  const kubernetes = once(() => kubernetesSession(options, scope, scratch, files, toolchain, work));
  const all = { label: `${label.name}=${label.value}`, folder: scratch.dir };
  // A crash of ours that nobody catches ends here: nothing we started may outlive us.
  const lastBreath = () => {
    endAllNow(all);
    scratch.remove();
  };
  process.once('exit', lastBreath);
  return {
    files,
    contextFor: (scope) => contextOf(scope, { options, scratch, files, ports, go, docker, kubernetes }),
    lacks: (need) =>
      lacks(need, {
        environment: options.environment,
        toolchain,
        engine: () => docker.engine(),
        cluster: async () => (await kubernetes()).connection(),
      }),
    lackOf,
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

async function kubernetesSession(
  options: HarnessOptions,
  scope: ToolScope,
  scratch: Scratch,
  files: Files,
  toolchain: () => Promise<Found<Toolchain>>,
  work: Work,
): Promise<KubernetesSession> {
  const { openKubernetesSession } = await import('./kubernetes/session.ts');
  return openKubernetesSession({
    ...options,
    files,
    scratch,
    async run(command, args, cwd = scratch.dir, env = {}) {
      if (command !== 'go') return runProgram(command, args, cwd, scope);
      const tools = await toolchain();
      if (!tools.ok) return undefined;
      const environment = { ...cleanGoEnvironment(scope, tools.value), ...env };
      return work(() => goCommand(args, cwd, environment, scope));
    },
  });
}

function goOf(
  scope: ToolScope,
  scratch: Scratch,
  files: Files,
  toolchain: () => Promise<Found<Toolchain>>,
  work: Work,
): Go {
  const known = async () => orBlock(await toolchain());
  // The go command leaves its work folder behind when it is killed: in ours it goes with the run.
  const GOTMPDIR = scratch.folder('go-tmp');
  return openGo({
    files,
    folder: (name) => scratch.folder(name),
    async run(args, cwd, { env, alone } = {}) {
      const environment = { ...cleanGoEnvironment(scope, await known()), GOTMPDIR, ...env };
      const result = await work(() => goCommand(args, cwd, environment, scope), { alone });
      if (!result) throw new Error('the go command is gone');
      if (result.timedOut) throw new Error(`go ${args[0]} did not end within 15 minutes`);
      const lack = result.code === 0 ? undefined : lackInOutput(result.output);
      if (lack) block(lack);
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
  docker: DockerSession;
  kubernetes: () => Promise<KubernetesSession>;
};

function contextOf(scope: CheckScope, { options, scratch, files, ports, go, docker, kubernetes }: Parts): CheckContext {
  const patient = offTheClock(go, scope);
  const tools = { go, files, scratch, ports, launcher: options.launcher ?? launch, environment: options.environment };
  return {
    ...scope,
    go: patient,
    files,
    source: sourceOf(files),
    app: openApp(tools, scope),
    http: openHttp(scope),
    upstream: openUpstreams({ defer: scope.defer, issuePort: () => ports.issue() }),
    docker: docker.forCheck(scope),
    kubernetes: kubernetesOf(kubernetes, scope),
  };
}

/** The same instrument; whatever it promises is the machine's work, and its time does not count against the check. */
function offTheClock<T extends object>(instrument: T, scope: CheckScope): T {
  return new Proxy(instrument, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        const result: unknown = member.apply(target, args);
        return result instanceof Promise ? scope.offTheClock(result) : result;
      };
    },
  });
}

function kubernetesOf(session: () => Promise<KubernetesSession>, scope: CheckScope): Kubernetes {
  const own = async () => (await session()).forCheck(scope);
  return {
    manifests: async () => (await own()).manifests(),
    cluster: async () => (await own()).cluster(),
    dryRun: async (level) => (await own()).dryRun(level),
  };
}
