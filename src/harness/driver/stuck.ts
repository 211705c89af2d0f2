/** When a call that has not ended never will. A look at its goroutine tells waiting from computing, and that the program is given a core. */
import { type Goroutine, type Late, late, type Stuck, within } from '#kit';

export type Look = { caller?: Goroutine; goroutines: readonly Goroutine[] };

/** Milliseconds before each look. Functions that take microseconds have ended by the first, unless the machine is very busy. */
const waits = [1_500, 1_500, 2_500];
/** One that waits for another goroutine is not helped by a core. */
const looksAtWaiting = 2;

const waiting = /^(chan|select|sync|semacquire|GC worker)/;

/** The promise's value, or why there is none. `look`: undefined where the program does not answer at all. */
export async function settledOrStuck<T>(work: Promise<T>, look: () => Promise<Look | undefined>): Promise<T | Stuck> {
  let waitedMs = 0;
  let seen: Look | undefined;
  for (const [index, ms] of waits.entries()) {
    const value: T | Late = await within(ms, work);
    if (value !== late) return value;
    waitedMs += ms;
    seen = await look();
    if (index + 1 >= looksAtWaiting && seen?.caller && waiting.test(seen.caller.state)) break;
  }
  // What came while we looked counts.
  const last: T | Late = await within(0, work);
  return last === late ? { kind: 'stuck', waitedMs, caller: seen?.caller, goroutines: seen?.goroutines ?? [] } : last;
}
