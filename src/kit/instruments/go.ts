/** The go command, and what it says of the learner's program. */
import type { Evidence, Location } from '../verdict.ts';

/** plain: CGO_ENABLED=0, what every behaviour is judged on. race: -race. probe: with the injected file (goroutine dumps). */
export type BuildMode = 'plain' | 'race' | 'probe';

export type Diagnostic = Location & {
  message: string;
  /** The learner's source line, trimmed. */
  source?: string;
};
export type FailedBuild = { ok: false; ms: number; output: string; diagnostics: Diagnostic[] };
export type Build = { ok: true; binary: string; bytes: number; ms: number } | FailedBuild;

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
  /** Folder of the package main relative to the module root: '.' or 'cmd/server'. Throws a FaultyProgram listing the candidates when there is not exactly one. */
  mainPackage(): Promise<string>;
  /** Memoised per run: the first call builds. */
  build(mode?: BuildMode): Promise<Build>;
  /** For another platform, by environment alone. */
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

export type RaceAccess = { operation: 'read' | 'write'; at?: Location; function?: string };
export type RaceReport = { first: RaceAccess; second: RaceAccess; text: string };

export type Goroutine = {
  id: number;
  /** As the runtime says it: 'chan send', 'IO wait', 'chan send (leaked)' … */
  state: string;
  /** `own`: in a file of the learner's. */
  frames: { function: string; at?: Location; own: boolean }[];
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
