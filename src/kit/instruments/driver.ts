/** Calls the learner's own functions, from a program of ours that is built over their packages. */
import type { Crash } from '../crash.ts';
import type { Evidence, Location } from '../verdict.ts';
import type { Exit, ProgramLog } from './app.ts';
import type { FailedBuild, Goroutine } from './go.ts';

/**
 * Folder of a package in the learner's module → where the Go file that calls it lies: package calls, which imports
 * "MODULE/<folder>" and, as driver, "MODULE/internal/gocloudworkshopprobe", and registers with driver.Handle.
 */
export type DriverCalls = Readonly<Record<string, URL>>;

export type Driver = {
  /**
   * A program of its own that calls one package. All packages of `calls` are built into one binary, once for the run; one
   * that does not compile takes no other down.
   */
  start(calls: DriverCalls, folder: string): Promise<DriverStart>;
};

export type DriverStart =
  | { kind: 'started'; program: DrivenProgram }
  /** The learner's package does not compile. */
  | { kind: 'not-compiled'; build: FailedBuild; evidence: Evidence }
  /** It compiles, but not with our calls: a name is missing, or has another type. `said`: the compiler's messages, our places left out. */
  | { kind: 'other-names'; said: readonly string[] }
  /** It never got as far as being called: a package's variables and init functions come first. */
  | Ended
  | Stuck;

/** The program is gone. `crash`: what Go said when it crashed. */
export type Ended = { kind: 'ended'; exit: Exit; crash?: Crash };
/** No end after `waitedMs`. `caller`: the goroutine that was called, where the program still tells; `goroutines`: all that are in the learner's code. */
export type Stuck = { kind: 'stuck'; waitedMs: number; caller?: Goroutine; goroutines: readonly Goroutine[] };

export type CallOutcome =
  | { kind: 'returned'; value: unknown }
  /** `at`: the learner's nearest frame. */
  | { kind: 'panicked'; message: string; at?: Location; trace: Evidence }
  /** runtime.Goexit ended the goroutine that was called. */
  | { kind: 'left' }
  /** The result, as JSON, is too large to be looked at. */
  | { kind: 'too-large'; bytes: number }
  | Ended
  | Stuck;

export type DrivenProgram = {
  /** Calls what was registered under this name; one call at a time. The program is spoilt once an outcome is not `returned` or `panicked`. */
  call(name: string, ...args: readonly unknown[]): Promise<CallOutcome>;
  /** Goroutines that are in the learner's code right now, or were started by it. */
  goroutines(): Promise<readonly Goroutine[] | Ended>;
  readonly log: ProgramLog;
};
