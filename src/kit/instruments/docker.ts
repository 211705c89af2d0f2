/** What a checker can do with a Docker engine, and with a Dockerfile where there is none. */

import type { Location } from '../verdict.ts';
import type { ProgramLog } from './app.ts';

export interface Docker {
  /** The learner's Dockerfile as it is written; undefined where there is none. Needs no engine. */
  dockerfile(): Promise<Dockerfile | undefined>;
  /** What `docker build` would send to the engine. Needs no engine. */
  buildContext(): BuildContext;
  /** `docker build .` with the learner's own builder. Memoised per run: whoever asks first builds. */
  build(): Promise<ImageBuild>;
  /** What the image ships, read from `docker save`. Memoised per run. */
  contents(image: Image): Promise<ImageContents>;
  /** Starts a container that can do as little as in a well-kept cluster: read-only root, no capabilities, no new privileges. Removed by the context's clean-up. */
  run(image: Image, options?: RunOptions): Promise<Container | NotStarted>;
}

/* ---- Dockerfile ---- */

export type Dockerfile = {
  /** 'Dockerfile' */
  readonly path: string;
  readonly stages: readonly DockerfileStage[];
  /** Words BuildKit alone understands: heredocs, RUN --mount, COPY --link … */
  readonly needsBuildKit: boolean;
  /** Lines that no builder would accept. */
  readonly problems: readonly { line: number; message: string; text: string }[];
  /** Every instruction in order, ARGs before the first FROM included. */
  readonly instructions: readonly DockerInstruction[];
};

export type DockerfileStage = {
  /** AS name */
  readonly name?: string;
  readonly line: number;
  /** As written, ARGs resolved with their defaults. */
  readonly from: string;
  /** What the chain of FROMs ends at, e.g. 'scratch' for FROM a stage that is FROM scratch. */
  readonly base: string;
  /** Its own instructions without the FROM; those of the stages it builds on come first. */
  readonly instructions: readonly DockerInstruction[];
};

export type DockerInstruction = {
  /** Upper case: 'COPY'. */
  readonly keyword: string;
  readonly line: number;
  /** Everything behind the keyword, continuation lines joined. */
  readonly text: string;
  /** Words behind the flags. */
  readonly args: readonly string[];
  /** --from=build → {from: 'build'}; a flag given twice keeps both, separated by a line feed. */
  readonly flags: Readonly<Record<string, string>>;
  /** The JSON array of the exec form; undefined in the shell form. */
  readonly exec?: readonly string[];
  /** ARG and ENV. */
  readonly settings: readonly { name: string; value?: string }[];
};

/* ---- what is sent ---- */

export type BuildContext = {
  /** The file the patterns come from; undefined: nothing is left out. */
  readonly ignoreFile?: string;
  /** Whether a path would be sent; works for paths that do not exist too. */
  sends(path: string): boolean;
  /** The pattern that decides about a path, and its line. */
  decides(path: string): (Location & { pattern: string }) | undefined;
  /** Patterns that no builder understands. */
  readonly problems: readonly (Location & { message: string })[];
  /** Files that are there and would be sent. */
  files(): readonly { path: string; bytes: number }[];
};

/* ---- building ---- */

export type Builder = 'buildkit' | 'classic' | 'podman';

export type ImageBuild =
  | { ok: true; image: Image; builder: Builder; ms: number; output: readonly string[] }
  | {
      ok: false;
      builder: Builder;
      ms: number;
      /** The build's output, capped; the last lines of it matter. */
      output: readonly string[];
      /** What the builder says is wrong. */
      message: string;
      /** The step that failed, as it stands in the Dockerfile, and its line where that is known. */
      step?: { text: string; line?: number };
      /** What the failing step itself printed. */
      printed: readonly string[];
      why: 'failed' | 'timed-out' | 'printed-too-much';
    };

/** What is written on the image, not what is in it. */
export type Image = {
  readonly id: string;
  readonly os: string;
  /** GOARCH name. */
  readonly architecture: string;
  /** USER as it was given; '' when it was not. */
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir: string;
  readonly exposed: readonly string[];
  /** Instructions in order; those without a layer have no bytes. */
  readonly history: readonly string[];
};

export type ImageContents = {
  /** Sum of the uncompressed layers that ship: a file that a later layer overwrites counts twice. */
  readonly bytes: number;
  readonly layers: readonly ImageLayer[];
  /** What a container sees; later layers win. Sorted by path. */
  readonly files: readonly ImageFile[];
  /** The content of a small file or an ELF binary; undefined for all others. */
  read(path: string): Buffer | undefined;
  /** Follows symbolic links. */
  find(path: string): ImageFile | undefined;
  elf(path: string): ElfInfo | undefined;
};

export type ImageLayer = {
  readonly bytes: number;
  /** The instruction that made it, where the history tells. */
  readonly madeBy?: string;
  readonly files: readonly ImageFile[];
};

export type ImageFile = {
  /** Absolute, e.g. /server */
  readonly path: string;
  readonly kind: 'file' | 'link' | 'folder' | 'other';
  readonly bytes: number;
  /** Where a symbolic link points. */
  readonly target?: string;
  readonly mode: number;
  /** Number of its layer from 0. */
  readonly layer: number;
  /** First bytes say that it is an ELF binary. */
  readonly elf: boolean;
};

export type ElfInfo = {
  /** PT_INTERP, e.g. /lib/ld-musl-x86_64.so.1; undefined in a static binary. */
  readonly interpreter?: string;
  /** GOARCH name. */
  readonly arch?: string;
  /** No symbol table (-ldflags=-s). */
  readonly stripped: boolean;
  /** A binary made by Go says how it was built: -trimpath, -ldflags, CGO_ENABLED …; empty for others. */
  readonly goBuild: Readonly<Record<string, string>>;
};

/* ---- running ---- */

export type RunOptions = {
  env?: Record<string, string>;
  /** Bytes; 32 MiB where unset. */
  memory?: number;
  /** Cores; 0.5 where unset. */
  cpus?: number;
};

/** The engine could not start the program at all. */
export type NotStarted = { started: false; message: string };

export type ContainerExit = { code: number; outOfMemory: boolean; ms: number };

export type Container = {
  readonly started: true;
  readonly id: string;
  url(path: string): string;
  readonly log: ProgramLog;
  /** Start → first answer of `path`, ms; undefined when the container ended, or `ms` (default 30 000) passed before. Any status is an answer. */
  answers(path: string, ms?: number): Promise<number | undefined>;
  /** Awaits the end; undefined when it still runs after `ms` (default 30 000). */
  exited(ms?: number): Promise<ContainerExit | undefined>;
  /** `docker stop -t seconds`: SIGTERM, and SIGKILL when it still runs after that. Resolves with the exit. */
  stop(seconds: number): Promise<ContainerExit>;
  /** User ids its processes run as, as the engine's host sees them; undefined where the engine does not tell. */
  users(): Promise<number[] | undefined>;
};
