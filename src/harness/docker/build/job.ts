/** What a builder is asked for, what it returns, and how long it may take. */
import type { Builder, Dockerfile, Files } from '../../../kit/index.ts';
import type { Scratch } from '../../run/scratch.ts';
import type { Engine } from '../engine/engine.ts';
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
  /** Called with each intermediate image that the classic builder leaves behind, also when it is cancelled; ours to remove. */
  leftBehind: (id: string) => void;
};

export type Built = {
  builder: Builder;
  ms: number;
  log: BuildLog;
  /** Of the image; undefined: the build failed. */
  id?: string;
  /** Set when we stopped it. */
  stopped?: 'timed-out' | 'printed-too-much';
};

/** A first build pulls images of hundreds of megabytes and compiles the standard library. */
const defaultLimitMs = 900_000;
/** More is never read; BuildKit itself cuts a step's output at 2 MiB. */
export const mostOutputBytes = 32e6;

export function buildLimitMs(environment: NodeJS.ProcessEnv): number {
  const seconds = Number(environment.GO_CLOUD_WORKSHOP_BUILD_SECONDS);
  return seconds > 0 ? seconds * 1000 : defaultLimitMs;
}
