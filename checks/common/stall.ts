/** How long this process itself was kept from working: a request that we sent too late is not the program's fault. */
import type { CheckContext } from '#kit';

const tickMs = 20;
/** Shorter ones are normal on a busy machine. */
const worthCountingMs = 200;

export type Stall = {
  /** The longest so far, milliseconds. */
  readonly longestMs: number;
  /** The sum of those longer than 200 ms. */
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

/** A fake upstream or a client of ours that stalls for so long may have let a right program's own limits run out. */
export const disturbingMs = 1_000;

/** 'unclear': we were so slow that nothing can be said. */
export type Played = undefined | 'unclear';

/** `turn` counts from 0: a scene with a tight limit widens it from turn to turn. */
type Play = (context: CheckContext, stall: Stall, turn: number) => Promise<unknown>;

const lastTurn = 2;

/**
 * What goes wrong while this process stalls proves nothing, and neither does an unclear end: the scene is played again, twice
 * at most.
 */
export async function undisturbed(context: CheckContext, play: Play, watch = watchStalls, turn = 0): Promise<void> {
  const stall = watch();
  context.defer(stall.stop);
  try {
    if ((await play(context, stall, turn)) !== 'unclear' || turn === lastTurn) return;
  } catch (problem) {
    if (stall.totalMs < disturbingMs || turn === lastTurn || context.signal.aborted) throw problem;
  } finally {
    stall.stop();
  }
  await undisturbed(context, play, watch, turn + 1);
}
