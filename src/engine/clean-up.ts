/** What a check has to be cleaned up after, in reverse order. */
import { late, within } from '../kit/index.ts';

export type Cleanup = () => void | Promise<void>;

export type Cleanups = {
  add(cleanup: Cleanup): void;
  /** Runs all of them, even when one throws; returns the first error. Can be run again, for what was added meanwhile. */
  run(): Promise<unknown>;
  /** From now on, what is added is run at once: a check that was given up may still start something. */
  close(): void;
};

/** A clean-up that takes longer hangs. Neither the rest nor the learner waits for it. */
const limitMs = 60_000;

export function openCleanups(): Cleanups {
  const waiting: Cleanup[] = [];
  let closed = false;
  const run = async () => {
    let first: unknown;
    for (let cleanup = waiting.pop(); cleanup; cleanup = waiting.pop()) {
      try {
        if ((await within(limitMs, Promise.resolve(cleanup()))) === late) throw new Error('a clean-up did not end');
      } catch (error) {
        first ??= error;
      }
    }
    return first;
  };
  return {
    add(cleanup) {
      waiting.push(cleanup);
      if (closed) void run();
    },
    run,
    close() {
      closed = true;
    },
  };
}
