/** How long this process itself was kept from working: a request that we sent too late is not the program's to answer. */
import type { CheckContext } from '#kit';

const tickMs = 20;
/** Shorter ones are a busy machine's everyday. */
const worthCountingMs = 200;

export type Stall = {
  /** The longest so far, milliseconds. */
  readonly longestMs: number;
  /** All of more than 200 ms together. */
  readonly totalMs: number;
  stop(): void;
};

export function watchStalls(): Stall {
  let longest = 0;
  let total = 0;
  let last = performance.now();
  const look = () => {
    const now = performance.now();
    const lost = now - last - tickMs;
    longest = Math.max(longest, lost);
    if (lost > worthCountingMs) total += lost;
    last = now;
  };
  const timer = setInterval(look, tickMs);
  return {
    get longestMs() {
      look();
      return longest;
    },
    get totalMs() {
      look();
      return total;
    },
    stop: () => clearInterval(timer),
  };
}

/** A fake upstream that stalls for so long may have let a right program's own limits run out. */
export const disturbingMs = 2_000;

/** 'unclear': we were so slow that nothing can be said. */
export type Played = undefined | 'unclear';

/** What went wrong while this process stalled proves nothing, nor does an unclear end: the scenario is played again, twice at most. */
export async function undisturbed(
  context: CheckContext,
  play: (context: CheckContext, stall: Stall) => Promise<unknown>,
  triesLeft = 2,
): Promise<void> {
  const stall = watchStalls();
  context.defer(stall.stop);
  try {
    if ((await play(context, stall)) !== 'unclear' || triesLeft === 0) return;
  } catch (problem) {
    if (stall.totalMs < disturbingMs || triesLeft === 0 || context.signal.aborted) throw problem;
  } finally {
    stall.stop();
  }
  await undisturbed(context, play, triesLeft - 1);
}
