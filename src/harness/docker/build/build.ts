/**
 * Builds an image the way the learner does: with the docker command line where it has BuildKit, else with BuildKit
 * through the engine's API, else with the classic builder. DOCKER_BUILDKIT=0 chooses the classic one, as it does for docker.
 */
import type { Builder, Dockerfile, Files } from '../../../kit/index.ts';
import type { Scratch } from '../../run/scratch.ts';
import type { Engine } from '../engine/engine.ts';
import { buildByApi } from './api.ts';
import { buildByCli, buildKitCli } from './cli.ts';
import type { BuildLog } from './log.ts';

export type BuildJob = {
  engine: Engine;
  files: Files;
  scratch: Scratch;
  environment: NodeJS.ProcessEnv;
  labels: Record<string, string>;
  dockerfile: Dockerfile | undefined;
  signal: AbortSignal;
  onLine: (line: string) => void;
  /** Told of images that the classic builder makes on the way and leaves behind, also when it is cancelled; ours to remove. */
  leftBehind: (id: string) => void;
};

export type Built = {
  builder: Builder;
  ms: number;
  log: BuildLog;
  /** Of the image; undefined: the build failed. */
  id?: string;
  why: 'failed' | 'timed-out' | 'printed-too-much';
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
  if (job.engine.kind === 'podman') return { ...(await buildByApi(job, 'classic')), builder: 'podman' };
  const classic = job.environment.DOCKER_BUILDKIT === '0';
  const cli = classic ? undefined : await buildKitCli(job);
  return cli ? buildByCli(job, cli) : buildByApi(job, classic ? 'classic' : 'buildkit');
}
