/**
 * Builds an image the way the learner does: with the docker command line where it has BuildKit, else with BuildKit
 * through the engine's API, else with the classic builder. DOCKER_BUILDKIT=0 chooses the classic one, as it does for docker.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Builder, Dockerfile, Files } from '../kit/index.ts';
import { patience } from '../kit/patience.ts';
import { buildByApi } from './docker-build-api.ts';
import { BuildLog, readPlain } from './docker-build-log.ts';
import type { Engine } from './docker-engine.ts';
import { baseEnvironment } from './go-environment.ts';
import { runTool } from './process.ts';
import { runLabel, type Scratch } from './scratch.ts';
import { onPath } from './toolchain.ts';

export type BuildJob = {
  engine: Engine;
  files: Files;
  scratch: Scratch;
  environment: NodeJS.ProcessEnv;
  labels: Record<string, string>;
  dockerfile: Dockerfile | undefined;
  signal: AbortSignal;
  onLine: (line: string) => void;
};

export type Built = {
  builder: Builder;
  ms: number;
  log: BuildLog;
  /** Of the image; undefined: the build failed. */
  id?: string;
  why: 'failed' | 'timed-out' | 'printed-too-much';
  /** Images that the classic builder made on the way and leaves behind; ours to remove. */
  leftovers: string[];
};

/** A first build pulls images of hundreds of megabytes and compiles the standard library. */
const defaultLimitMs = 900_000;
/** Nobody reads more; BuildKit itself cuts a step's output at 2 MiB. */
export const mostOutput = 32e6;

export function buildLimitMs(environment: NodeJS.ProcessEnv): number {
  const seconds = Number(environment.GO_CLOUD_WORKSHOP_BUILD_SECONDS);
  return seconds > 0 ? seconds * 1000 : defaultLimitMs;
}

export async function buildImage(job: BuildJob): Promise<Built> {
  const classic = job.environment.DOCKER_BUILDKIT === '0' || job.engine.kind === 'podman';
  const cli = classic ? undefined : await buildKitCli(job);
  return cli ? buildByCli(job, cli) : buildByApi(job, classic ? 'classic' : 'buildkit');
}

type Cli = { command: string; buildx: boolean };

/** The command line if it has BuildKit: built in from 18.09 to 22, as the plugin buildx since. */
async function buildKitCli(job: BuildJob): Promise<Cli | undefined> {
  const command = onPath('docker', job.environment);
  if (!command) return undefined;
  const ask = (...args: string[]) => tool(job, command, args, 30_000);
  const version = await ask('version', '--format', '{{.Client.Version}}');
  const major = Number(/^(\d+)\./m.exec(version.output)?.[1]);
  if (version.code !== 0 || !major) return undefined;
  if ((await ask('buildx', 'version')).code === 0) return { command, buildx: true };
  return major >= 19 && major < 23 ? { command, buildx: false } : undefined;
}

async function buildByCli(job: BuildJob, { command, buildx }: Cli): Promise<Built> {
  const idFile = join(job.scratch.folder('image'), 'id');
  const labels = Object.entries(job.labels).flatMap(([name, value]) => ['--label', `${name}=${value}`]);
  const root = job.files.root;
  const args = [
    'build',
    '--progress=plain',
    ...(buildx ? ['--load'] : []),
    '--iidfile',
    idFile,
    ...labels,
    '-f',
    join(root, 'Dockerfile'),
    root,
  ];
  const log = new BuildLog(job.onLine);
  const cancel = new AbortController();
  const result = await tool(
    job,
    command,
    args,
    buildLimitMs(job.environment),
    (line) => {
      log.bytes += line.length + 1;
      readPlain(log, line);
      if (log.bytes > mostOutput) cancel.abort(new TooMuchOutput());
    },
    cancel.signal,
  ).catch((error) => {
    if (error instanceof TooMuchOutput) return 'too much' as const;
    throw error;
  });
  const made = { builder: 'buildkit' as const, ms: 0, log, leftovers: [] };
  if (result === 'too much') return { ...made, why: 'printed-too-much' };
  if (result.timedOut) return { ...made, ms: result.ms, why: 'timed-out' };
  if (result.code !== 0) {
    if (log.message === '') log.message = log.failed?.error ?? lastLine(result.output);
    return { ...made, ms: result.ms, why: 'failed' };
  }
  return { ...made, ms: result.ms, id: readFileSync(idFile, 'utf8').trim(), why: 'failed' };
}

class TooMuchOutput extends Error {}

const lastLine = (text: string) => text.trim().split('\n').at(-1) ?? '';

/** docker's own settings are kept (its credentials, proxies and TLS files are needed); the engine is the one we found. */
function cliEnvironment(job: BuildJob): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(job.environment)) {
    if (
      value !== undefined &&
      /^(DOCKER_CONFIG|https?_proxy|no_proxy|all_proxy|SSL_CERT_FILE|SSL_CERT_DIR)$/i.test(name)
    )
      kept[name] = value;
  }
  return {
    ...baseEnvironment(job.environment),
    ...kept,
    ...job.engine.endpoint.cli,
    DOCKER_BUILDKIT: '1',
    DOCKER_CLI_HINTS: 'false',
    // Another buildx builder would leave the image where `docker run` can't see it.
    BUILDX_BUILDER: 'default',
    BUILDX_NO_DEFAULT_ATTESTATIONS: '1',
    [runLabel]: job.scratch.id,
  };
}

function tool(
  job: BuildJob,
  command: string,
  args: string[],
  timeoutMs: number,
  onLine?: (line: string) => void,
  also?: AbortSignal,
) {
  return runTool({
    command,
    args,
    cwd: job.files.root,
    env: cliEnvironment(job),
    label: { name: runLabel, value: job.scratch.id },
    timeoutMs,
    signal: also ? AbortSignal.any([job.signal, also]) : job.signal,
    ...(onLine ? { onLine } : {}),
  });
}

/** Aborts after `ms` of patience; `stop` when the work is done. */
export function timeLimit(ms: number): { signal: AbortSignal; stop(): void } {
  const limit = patience(ms);
  const cancel = new AbortController();
  void limit.over.then((over) => {
    if (over) cancel.abort(new Error('time is up'));
  });
  return { signal: cancel.signal, stop: () => limit.stop() };
}
