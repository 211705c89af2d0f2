/** What the engine lends a check for as long as it runs; the instruments borrow from it too. */
import type { LogSource, Unit } from './event.ts';

export type CheckScope = {
  /** Aborted when the check is cancelled: time-out, Ctrl+C, a newer save. */
  readonly signal: AbortSignal;
  /** A line of progress, shown while the check runs. */
  log(source: LogSource, line: string): void;
  measure(name: string, value: number, unit: Unit): void;
  /** Praise or advice that costs nothing, shown with a pass. */
  note(text: string): void;
  /** Clean-up that always runs, in reverse order, also after a time-out, Ctrl+C or a crash of the check. */
  defer(cleanup: () => void | Promise<void>): void;
  /** Waits for work of the machine (a build, a pull) without its time counting against the check's limit. */
  offTheClock<T>(work: Promise<T>): Promise<T>;
};
