/** The instruments a check is handed in its context. The harness implements them; nothing here does anything. */
import type { Docker } from './docker.ts';
import type { Http } from './http.ts';
import type { Kubernetes } from './kubernetes.ts';
import type { Evidence, Location, LogSource, Unit } from './types.ts';
import type { Upstreams } from './upstream.ts';

export type CheckContext = {
  go: Go;
  app: App;
  http: Http;
  upstream: Upstreams;
  docker: Docker;
  kubernetes: Kubernetes;
  files: Files;
  /** Aborted when the check is cancelled: time-out, Ctrl+C, a newer save. */
  signal: AbortSignal;
  /** A line of progress, shown while the check runs. */
  log(source: LogSource, line: string): void;
  measure(name: string, value: number, unit: Unit): void;
  /** Praise or advice that costs nothing, shown with a pass. */
  note(text: string): void;
  /** Clean-up that always runs, in reverse order, also after a time-out, Ctrl+C or a crash of the check. */
  defer(cleanup: () => void | Promise<void>): void;
  /** Waits for work of the machine (a build, a pull) without its time counting against the check's limit. */
  unhurried<T>(work: Promise<T>): Promise<T>;
};

/** The learner's files as they were when the run began (a snapshot; paths are relative, with `/`). */
export type Files = {
  /** Absolute path of the snapshot. */
  readonly root: string;
  list(): string[];
  /** The text of a file; undefined where there is none. */
  read(path: string): string | undefined;
  /** First place that matches, Go files first, for pointing a finding at the learner's own line. */
  locate(pattern: RegExp, only?: RegExp): (Location & { text: string }) | undefined;
  /** Evidence of kind 'code': a few numbered lines around a place, the line itself marked. */
  excerpt(at: Location, title?: string): Evidence;
};

/** plain: CGO_ENABLED=0, what every behaviour is judged on. race: -race. probe: with the injected file (goroutine dumps). */
export type Flavour = 'plain' | 'race' | 'probe';

export type Diagnostic = Location & { message: string /** The learner's source line, trimmed. */; source?: string };
export type Build =
  | { ok: true; binary: string; bytes: number; ms: number }
  | { ok: false; ms: number; output: string; diagnostics: Diagnostic[] };

export type BinaryInfo = {
  format: 'elf' | 'mach-o' | 'pe' | 'other';
  /** ELF PT_INTERP, e.g. /lib64/ld-linux-x86-64.so.2; undefined in a static binary. */
  interpreter?: string;
  /** GOARCH name of the ELF machine. */
  arch?: string;
  /** No symbol table (-ldflags=-s). */
  stripped: boolean;
  bytes: number;
};

export type Go = {
  version(): Promise<{ text: string; minor: number }>;
  /** Folder of the package main relative to the module root: '.' or 'cmd/server'. Throws a Failure listing the candidates when there is not exactly one. */
  mainPackage(): Promise<string>;
  /** Memoised per run: whoever asks first builds. */
  build(flavour?: Flavour): Promise<Build>;
  /** Another platform by environment alone. */
  buildFor(goos: string, goarch: string): Promise<Build>;
  /** Builds once more with extra `-ldflags` (e.g. '-s -w'); not memoised. */
  buildWith(ldflags: string): Promise<Build>;
  /** Milliseconds for a build after a real edit of one file of package main (in a scratch copy). */
  rebuildMs(): Promise<number>;
  vet(): Promise<{ ok: boolean; output: string; diagnostics: Diagnostic[] }>;
  inspect(binary: string): Promise<BinaryInfo>;
  /** Diagnostics as one piece of evidence: file:line:column, message and source line. */
  evidence(title: string, diagnostics: Diagnostic[], output: string): Evidence;
};

export type StartOptions = {
  build?: Flavour;
  /** Added to the small clean environment every program gets; undefined removes a name. */
  env?: Record<string, string | undefined>;
  /** 'issued' (default): PORT is a free port reserved for this run. 'absent': PORT is not set (the program should take 8080). */
  port?: 'issued' | 'absent';
  /** Environment holds PORT and `env` only, working directory is an empty folder. */
  bare?: boolean;
  /** 'listening' (default) waits until the port accepts, and throws a finding if it never does; 'started' returns after exec. */
  until?: 'listening' | 'started';
};

export type App = {
  /** Every server started is ended by the context's clean-up. */
  start(options?: StartOptions): Promise<Server>;
};

export type Signal = 'SIGTERM' | 'SIGINT' | 'SIGKILL' | 'SIGQUIT' | 'SIGHUP';

/** ms: from start to exit. `code` is null when a signal ended it. */
export type Exit = {
  code: number | null;
  signal: string | null;
  ms: number /** Set when we had to end it: what it did too much of. */;
  because?: string;
};

export type LogLine = { stream: 'stdout' | 'stderr'; text: string /** ms since start */; at: number };
export type ProgramLog = {
  /** Capped at capture in bytes and lines, control sequences stripped; the oldest and the newest are kept. */
  readonly lines: readonly LogLine[];
  readonly truncated: boolean;
  readonly evidence: Evidence;
  /** First line (already printed or still to come) for which `match` returns something; undefined when the program ended or `ms` (default 10 000) passed without. */
  find<T>(match: (line: LogLine) => T | undefined, ms?: number): Promise<T | undefined>;
};

export type RaceAccess = { operation: 'read' | 'write'; at?: Location; function?: string };
export type RaceReport = { first: RaceAccess; second: RaceAccess; text: string };

export type Server = {
  readonly pid: number;
  readonly port: number;
  readonly log: ProgramLog;
  /** exec → first accepted connection, milliseconds. */
  readonly startupMs: number;
  url(path: string): string;
  /** To the learner's binary itself, not to a shell or a group. */
  signal(name: Signal): void;
  /** Awaits the exit; undefined when it still runs after `ms` (default 30 000). */
  exited(ms?: number): Promise<Exit | undefined>;
  readonly running: boolean;
  /** Awaits that a fresh connection is refused; false when that did not happen within `ms` (default 30 000). */
  refusesConnections(ms?: number): Promise<boolean>;
  /** Resident memory in bytes; undefined where the system does not tell. */
  residentBytes(): Promise<number | undefined>;
  /** TCP ports it (or a child of its) listens on right now; undefined where the system does not tell. */
  listeningPorts(): Promise<number[] | undefined>;
  /** Only for build 'probe'. */
  readonly probe: Probe;
  /** Only for build 'race': ends the program (SIGTERM, then SIGKILL) and reads its race reports. */
  races(): Promise<RaceReport[]>;
  stop(): Promise<void>;
};

export type Goroutine = {
  id: number;
  /** As the runtime says it: 'chan send', 'IO wait', 'chan send (leaked)' … */
  state: string;
  frames: { function: string; at?: Location /** In a file of the learner's. */; own: boolean }[];
  createdBy?: { function: string; at?: Location; own: boolean };
  text: string;
};

export type Probe = {
  goroutines(): Promise<Goroutine[]>;
  /** What the runtime's goroutineleak profile names (Go ≥ 1.26); undefined on older toolchains. */
  leaked(): Promise<Goroutine[] | undefined>;
  /** Bytes in use: heap, stacks, and all the runtime has from the system. */
  memory(): Promise<{ heap: number; stacks: number; sys: number; goroutines: number }>;
};
