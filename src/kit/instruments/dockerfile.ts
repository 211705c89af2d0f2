/** A Dockerfile and its ignore file as they are written. Needs no engine. */
import type { Location } from '../verdict.ts';

export type Dockerfile = {
  /** 'Dockerfile' */
  readonly path: string;
  readonly stages: readonly DockerfileStage[];
  /** Words that not every builder understands: heredocs, RUN --mount, COPY --link … */
  readonly modern: readonly ModernWord[];
  /** Of `# syntax=`: the image that reads the file. */
  readonly syntax?: string;
  /** Lines that no builder accepts. */
  readonly problems: readonly DockerfileProblem[];
  /** Every instruction in order, ARGs before the first FROM included. */
  readonly instructions: readonly DockerInstruction[];
};

/** `word`: x */
export type ModernWord = { word: string; line: number };

/** `text`: the line's instruction, '' where there is none. */
export type DockerfileProblem = { line: number; text: string } & (
  | { kind: 'unknown-instruction'; keyword: string; near?: string }
  | { kind: 'no-arguments'; keyword: string }
  | { kind: 'malformed-from' }
  | { kind: 'before-first-from'; keyword: string }
  | { kind: 'no-from' }
  | { kind: 'utf-16' }
);

export type DockerfileStage = {
  /** AS name */
  readonly name?: string;
  readonly line: number;
  /** As written, ARGs resolved with their defaults. */
  readonly from: string;
  /** Where the chain of FROMs ends, e.g. 'scratch' for FROM a stage that is FROM scratch. */
  readonly base: string;
  /** The stage it builds on, where FROM names one. */
  readonly parent?: DockerfileStage;
  /** Its own instructions without the FROM. */
  readonly instructions: readonly DockerInstruction[];
};

export type DockerInstruction = {
  /** Upper case: 'COPY'. */
  readonly keyword: string;
  readonly line: number;
  /** Everything after the keyword, continuation lines joined. */
  readonly text: string;
  /** The words after the flags. */
  readonly args: readonly string[];
  /** --from=build → {from: 'build'}; a flag given twice keeps both values, separated by a line feed. */
  readonly flags: Readonly<Record<string, string>>;
  /** The JSON array of the exec form; undefined in the shell form. */
  readonly exec?: readonly string[];
  /** Of ARG, ENV and LABEL, with the defaults of ARGs put in. */
  readonly settings: readonly { name: string; value?: string }[];
};

/** What `docker build` sends to the engine. */
export type BuildContext = {
  /** The file the patterns come from; undefined: nothing is left out. */
  readonly ignoreFile?: string;
  /** Whether a path would be sent; the file need not exist. */
  sends(path: string): boolean;
  /** The pattern that decides about a path, and its line; undefined: no pattern matches. */
  decides(path: string): (Location & { pattern: string }) | undefined;
  /** Paths that patterns with a ! stand for, each with one name in place of its wildcards. They need not exist. */
  readonly includedAgain: readonly string[];
  /** Patterns that builders take literally, and were most likely meant otherwise. */
  readonly traps: readonly (Location & IgnoreTrap)[];
  /** Patterns that no builder understands. */
  readonly problems: readonly (Location & IgnoreProblem)[];
  /** The files that exist and would be sent. */
  files(): readonly { path: string; bytes: number }[];
};

/** empty: a `!` or `/` with nothing after it. malformed: e.g. a bracket that is never closed. utf-16: the whole file, `pattern` is ''. */
export type IgnoreProblem = { kind: 'empty' | 'malformed' | 'utf-16'; pattern: string };

/** comment: a # behind the pattern. backslash: between the parts of a path. `meant`: whether the pattern without it matches. */
export type IgnoreTrap = { kind: 'comment' | 'backslash'; pattern: string; meant(path: string): boolean };
