/** A build with the docker command line, where that has BuildKit. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { baseEnvironment } from '../../process/environment.ts';
import { onPath } from '../../process/on-path.ts';
import { runTool } from '../../process/run-tool.ts';
import { runLabel } from '../../run/scratch.ts';
import { type BuildJob, type Built, buildLimitMs, mostOutputBytes } from './job.ts';
import { BuildLog, readPlain } from './log.ts';

type Cli = { command: string; buildx: boolean };

/** The command line if it has BuildKit: built in from 18.09 to 22, as the plugin buildx from 23 on. */
export async function buildKitCli(job: BuildJob): Promise<Cli | undefined> {
  const command = onPath('docker', job.environment);
  if (!command) return undefined;
  const ask = (...args: string[]) => tool(job, command, args, 30_000);
  // Neither contacts the engine: they are about the command line itself.
  const [version, buildx] = await Promise.all([ask('--version'), ask('buildx', 'version')]);
  const major = Number(/^Docker version (\d+)\./m.exec(version.output)?.[1]);
  if (version.code !== 0 || !major) return undefined;
  if (buildx.code === 0) return { command, buildx: true };
  return major >= 19 && major < 23 ? { command, buildx: false } : undefined;
}

export async function buildByCli(job: BuildJob, cli: Cli): Promise<Built> {
  const idFile = join(job.scratch.folder('image'), 'id');
  const log = new BuildLog(job.onLine);
  const flood = new AbortController();
  const onLine = (line: string) => {
    log.bytes += line.length + 1;
    readPlain(log, line);
    if (log.bytes > mostOutputBytes) flood.abort();
  };
  const begun = performance.now();
  const built = (more: Partial<Built>): Built => ({
    builder: 'buildkit',
    ms: performance.now() - begun,
    log,
    ...more,
  });
  try {
    const limitMs = buildLimitMs(job.environment);
    const result = await tool(job, cli.command, buildArguments(job, cli, idFile), limitMs, onLine, flood.signal);
    if (result.timedOut) return built({ stopped: 'timed-out' });
    if (result.code === 0) return built({ id: readFileSync(idFile, 'utf8').trim() });
    if (log.message === '') log.message = log.failed?.error ?? lastLine(result.output);
    return built({});
  } catch (error) {
    if (job.signal.aborted || !flood.signal.aborted) throw error;
    return built({ stopped: 'printed-too-much' });
  }
}

function buildArguments({ files: { root }, labels }: BuildJob, { buildx }: Cli, idFile: string): string[] {
  return [
    // An older docker has the plugin, but does not pass `docker build` on to it.
    ...(buildx ? ['buildx', 'build', '--load'] : ['build']),
    '--progress=plain',
    '--iidfile',
    idFile,
    ...Object.entries(labels).flatMap(([name, value]) => ['--label', `${name}=${value}`]),
    '-f',
    join(root, 'Dockerfile'),
    root,
  ];
}

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
    BUILDX_BUILDER: job.engine.endpoint.cli.DOCKER_CONTEXT ?? 'default',
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
    onLine,
  });
}
