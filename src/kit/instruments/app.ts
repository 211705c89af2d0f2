/** The learner's program as a running process. */
import type { Evidence } from '../verdict.ts';
import type { BuildMode, Goroutine, Probe, RaceReport } from './go.ts';

export type StartOptions = {
  build?: BuildMode;
  /** Added to the small clean environment every program gets; undefined removes a name. */
  env?: Record<string, string | undefined>;
  /** 'issued' (default): PORT is a free port reserved for this run. `unset`: PORT is not set, and the program is expected on this port. */
  port?: 'issued' | { unset: number };
  /** Environment holds PORT and `env` only, working directory is an empty folder. */
  bare?: boolean;
  /** 'listening' (default) waits until the port accepts; 'started' returns after exec. */
  until?: 'listening' | 'started';
};

export type App = {
  /** Throws a FaultyProgram where it does not compile or never listens. Every server started is ended by the context's clean-up. */
  start(options?: StartOptions): Promise<Server>;
};

export type Signal = 'SIGTERM' | 'SIGINT' | 'SIGKILL' | 'SIGQUIT' | 'SIGHUP';

export type Exit = {
  /** null when a signal ended it. */
  code: number | null;
  signal: string | null;
  /** From start to exit. */
  ms: number;
  /** Set when we ended it, because it printed or held more than this many bytes. */
  exceeded?: { what: 'output' | 'memory'; limit: number };
};

export type LogLine = {
  stream: 'stdout' | 'stderr';
  text: string;
  /** Milliseconds since the start. */
  at: number;
};
export type ProgramLog = {
  /** Capped at capture in bytes and lines, control sequences stripped; the oldest and the newest are kept. */
  readonly lines: readonly LogLine[];
  readonly truncated: boolean;
  readonly evidence: Evidence;
  /** First line (already printed or still to come) for which `match` returns something; undefined when the program ended or `ms` (default 10 000) passed without. */
  find<T>(match: (line: LogLine) => T | undefined, ms?: number): Promise<T | undefined>;
};

export type Server = {
  readonly pid: number;
  readonly port: number;
  readonly log: ProgramLog;
  /** exec → first accepted connection, milliseconds. */
  readonly startupMs: number;
  url(path: string): string;
  /** To the learner's binary itself, not to a shell or a group. */
  signal(name: Signal): void;
  /**
   * What Go's runtime does to every program all the time, to interrupt goroutines that run for long: SIGURG. Resolves when
   * the program has nothing left to do. No effect on Windows.
   */
  preempt(): Promise<void>;
  /** Stops it in its tracks (SIGSTOP) until `thaw`; what is sent meanwhile waits. No effect on Windows. */
  freeze(): void;
  thaw(): void;
  /** Awaits the exit; undefined when it still runs after `ms` (default 30 000). */
  exited(ms?: number): Promise<Exit | undefined>;
  readonly running: boolean;
  /** Awaits that a fresh connection is refused; false when that did not happen within `ms` (default 30 000). */
  refusesConnections(ms?: number): Promise<boolean>;
  /** Resident memory in bytes; undefined where the system does not tell. */
  residentBytes(): Promise<number | undefined>;
  /** TCP ports that it or a child of it listens on right now; undefined where the system does not tell. */
  listeningPorts(): Promise<number[] | undefined>;
  /** Only for build 'probe'. */
  readonly probe: Probe;
  /** Only for build 'race': ends the program (SIGTERM, then SIGKILL) and reads its race reports. */
  races(): Promise<RaceReport[]>;
  /** Ends the program with SIGQUIT, upon which Go prints its goroutines; empty where it printed none. For one that no longer answers. */
  dump(): Promise<Goroutine[]>;
  stop(): Promise<void>;
};
