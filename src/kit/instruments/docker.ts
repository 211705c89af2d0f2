/** What a checker can do with a Docker engine, and with a Dockerfile where there is none. */
import type { ProgramLog } from './app.ts';
import type { BuildContext, Dockerfile } from './dockerfile.ts';
import type { Image, ImageContents } from './image.ts';
import type { ImageBuild } from './image-build.ts';

export interface Docker {
  /** The learner's Dockerfile as it is written; undefined where there is none. Needs no engine. */
  dockerfile(): Promise<Dockerfile | undefined>;
  /** What `docker build` would send to the engine. Needs no engine. */
  buildContext(): BuildContext;
  /** `docker build .` with the learner's own builder. Memoised per run. */
  build(): Promise<ImageBuild>;
  /** What the image ships, read from `docker save`. Memoised per run. */
  contents(image: Image): Promise<ImageContents>;
  /** Starts a container, locked down unless `plain`: read-only root, no capabilities, no new privileges. Removed by the context's clean-up. */
  run(image: Image, options: ContainerOptions): Promise<Container | NotStarted>;
}

export type ContainerOptions = {
  /** The TCP port inside the container that is published on loopback. */
  port: number;
  env?: Record<string, string>;
  /** With the rights that `docker run` alone gives. */
  plain?: boolean;
  /** Bytes; no limit where unset. */
  memory?: number;
  /** Cores; no limit where unset. */
  cpus?: number;
};

/** Why the container runtime did not execute the image's program. */
export type StartCause =
  | 'no-such-user'
  | 'user-out-of-range'
  | 'wrong-format'
  | 'not-executable'
  | 'not-permitted'
  | 'closed-workdir'
  | 'read-only-root'
  | 'other';

/** The engine did not start the program at all. `message`: the engine's own. */
export type NotStarted = { started: false; cause: StartCause; message: string };

/** `refused`: some runtimes start the container first and only then find that they can't execute the program. */
export type ContainerExit = { code: number; outOfMemory: boolean; ms: number; refused?: StartCause };

export type Container = {
  readonly started: true;
  readonly id: string;
  url(path: string): string;
  readonly log: ProgramLog;
  /** Start → first answer of `path`, ms; undefined when the container ended, or `ms` (default 30 000) passed before. Any status is an answer. */
  answers(path: string, ms?: number): Promise<number | undefined>;
  /** Awaits the end; undefined when it still runs after `ms` (default 30 000). */
  exited(ms?: number): Promise<ContainerExit | undefined>;
  /** `docker kill -s name`; nothing where it has ended. */
  signal(name: 'SIGURG'): Promise<void>;
  /** `docker stop -t seconds`: SIGTERM, then SIGKILL when it still runs after that. Resolves with the exit. */
  stop(seconds: number): Promise<ContainerExit>;
  /** User ids its processes run as, as the engine's host sees them; undefined where the engine does not tell. */
  users(): Promise<number[] | undefined>;
};
