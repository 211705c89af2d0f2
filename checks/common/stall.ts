/** A scene of a check that is played again where we were too slow to say anything. */
import { type CheckContext, type Stall, watchStalls } from '#kit';

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
