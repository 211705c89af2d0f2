/** What the engine lends a check for as long as it runs; the instruments borrow from it too. */
import type { LogSource, Unit } from './event.ts';
import type { ProgramEnd } from './program-fault.ts';
import type { Progress } from './progress.ts';
import type { Lack } from './verdict.ts';

/** What happened before a check saw its consequences: the program ended by itself, or the machine ran out of something. */
export type FirstCause = ProgramEnd | { kind: 'machine'; lack: Lack };

/**
 * Does work that keeps a core busy (a build, a load, a rollout) once a core is free for it; as many at a time as there are
 * cores, over all runs of the process. `alone`: nothing else is built or loaded meanwhile, for numbers that a learner is shown.
 * Must not wait for other work inside: with every core taken by those who wait, nothing would go on.
 */
export type Work = <T>(run: () => Promise<T>, options?: { alone?: boolean }) => Promise<T>;

export type CheckScope = {
  /** Aborted when the check is cancelled: time-out, Ctrl+C, a newer save. */
  readonly signal: AbortSignal;
  /** A line of progress, shown while the check runs. */
  log(source: LogSource, line: string): void;
  /** What changes meanwhile: shown while the check runs, and gone with its verdict. */
  progress(progress: Progress): void;
  measure(name: string, value: number, unit: Unit): void;
  /** A number that costs work to find out (a build, say). Left out where nobody reads the numbers, and where `find` has none. */
  measureWith(name: string, unit: Unit, find: () => Promise<number | undefined>): Promise<void>;
  /** Praise or advice that costs nothing, shown with a pass. */
  note(text: string): void;
  /** Clean-up that always runs, in reverse order, also after a time-out, Ctrl+C or a crash of the check. */
  defer(cleanup: () => void | Promise<void>): void;
  /** Asked once the check has failed, before its clean-up: whether something went wrong by itself, which is then the first cause. */
  onFailure(cause: () => Promise<FirstCause | undefined>): void;
  /** Its time, the wait for a free core included, does not count against the check's limit. */
  work: Work;
  /** Waits for work of the machine (a build, a pull) without its time counting against the check's limit. */
  offTheClock<T>(work: Promise<T>): Promise<T>;
};

/** For instruments that are used outside of any check: nobody listens, and work is done at once. `defer` is the caller's. */
export const bareScope = (signal: AbortSignal): CheckScope => ({
  signal,
  log: () => {},
  progress: () => {},
  measure: () => {},
  measureWith: async () => {},
  note: () => {},
  defer: () => {},
  onFailure: () => {},
  work: (run) => run(),
  offTheClock: (work) => work,
});
