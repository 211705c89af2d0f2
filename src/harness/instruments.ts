/** A run's instruments, and the part of them that each check gets. */
import {
  type CheckContext,
  type CheckScope,
  type Files,
  type Found,
  type Kubernetes,
  orBlock,
  sourceOf,
  type Work,
} from '../kit/index.ts';
import { openApp } from './app/app.ts';
import { openDockerSession } from './docker/session.ts';
import { openDriver } from './driver/driver.ts';
import { goCommand } from './go/command.ts';
import { openGo } from './go/go.ts';
import { runGoWith } from './go/run-go.ts';
import { cleanGoEnvironment, findToolchain, type Toolchain } from './go/toolchain.ts';
import { openHttp } from './http/http.ts';
import type { KubernetesSession } from './kubernetes/session.ts';
import type { NeedProbes } from './needs.ts';
import { offTheClock } from './off-the-clock.ts';
import type { HarnessOptions } from './options.ts';
import { launch } from './process/launch.ts';
import { runProgram, type ToolScope } from './process/run-tool.ts';
import { once } from './run/once.ts';
import type { Ports } from './run/ports.ts';
import { runLabel, type Scratch } from './run/scratch.ts';
import { openUpstreams } from './upstream/upstream.ts';

export type Instruments = NeedProbes & {
  forCheck(scope: CheckScope): CheckContext;
  close(): Promise<void>;
};

type RunParts = { files: Files; scratch: Scratch; ports: Ports; options: HarnessOptions };

export function openInstruments({ files, scratch, ports, options }: RunParts): Instruments {
  const { environment, signal, launcher = launch, work = atOnce } = options;
  const scope: ToolScope = { environment, signal, label: { name: runLabel, value: scratch.id } };
  const toolchain = once(() => findToolchain(scope));
  const run = runGoWith({ toolchain, scope, work, nice: options.niceBuilds, temp: scratch.folder('go-tmp') });
  const go = openGo({ files, folder: scratch.folder, run, version: async () => orBlock(await toolchain()) });
  const driver = openDriver({ files, scratch, run, launcher, environment });
  const docker = openDockerSession({ files, scratch, environment, signal, work });
  const kubernetes = once(() => kubernetesSession({ files, scratch, ports, options }, scope, toolchain));
  return {
    environment,
    toolchain,
    engine: () => docker.engine(),
    cluster: async () => (await kubernetes()).connection(),
    forCheck: (check) => ({
      ...check,
      files,
      source: sourceOf(files),
      go: offTheClock(go, check),
      app: openApp({ go, files, scratch, ports, launcher, environment }, check),
      driver: driver.forCheck(check),
      http: openHttp(check),
      upstream: openUpstreams({ defer: check.defer, issuePort: () => ports.issue() }),
      docker: docker.forCheck(check),
      kubernetes: kubernetesFor(check, kubernetes),
    }),
    async close() {
      try {
        await docker.close();
      } finally {
        await (await kubernetes.asked())?.close();
      }
    },
  };
}

const atOnce: Work = (run) => run();

/** Imported late: most stages need no cluster, and its client is large. */
async function kubernetesSession(
  { files, scratch, options }: RunParts,
  scope: ToolScope,
  toolchain: () => Promise<Found<Toolchain>>,
): Promise<KubernetesSession> {
  const { openKubernetesSession } = await import('./kubernetes/session.ts');
  const { work = atOnce } = options;
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

function kubernetesFor(check: CheckScope, session: () => Promise<KubernetesSession>): Kubernetes {
  const own = async () => (await session()).forCheck(check);
  return {
    manifests: async () => (await own()).manifests(),
    cluster: async () => (await own()).cluster(),
    dryRun: async (level) => (await own()).dryRun(level),
  };
}
