import { expect, test } from 'vitest';
import type { CheckContext } from '#kit';
import { undisturbed } from '../../../checks/common/stall.ts';
import type { Stall } from '../../../src/kit/index.ts';

const context = { defer: () => {}, signal: new AbortController().signal } as unknown as CheckContext;

/** Stalls in milliseconds, one a play; none where there are no more. */
function stalling(...totals: number[]): () => Stall {
  return () => {
    const totalMs = totals.shift() ?? 0;
    return { totalMs, longestMs: totalMs, stop: () => {} };
  };
}

test('what goes wrong while this process stalls is looked at again', async () => {
  let plays = 0;
  const play = async () => {
    plays += 1;
    if (plays === 1) throw new Error('a limit ran out');
  };
  await undisturbed(context, play, stalling(2_200));
  expect(plays).toBe(2);
});

test('what goes wrong on a machine that works is told at once', async () => {
  let plays = 0;
  const play = async () => {
    plays += 1;
    throw new Error('a batch is lost');
  };
  await expect(undisturbed(context, play, stalling(800))).rejects.toThrow('a batch is lost');
  expect(plays).toBe(1);
});

test('what goes wrong three times is told, stalled or not', async () => {
  let plays = 0;
  const play = async () => {
    plays += 1;
    throw new Error('a batch is lost');
  };
  await expect(undisturbed(context, play, stalling(2_200, 2_200, 2_200))).rejects.toThrow('a batch is lost');
  expect(plays).toBe(3);
});

test('an unclear end is played again, twice at most, and proves nothing', async () => {
  let plays = 0;
  const play = async () => {
    plays += 1;
    return 'unclear';
  };
  await undisturbed(context, play, stalling());
  expect(plays).toBe(3);
});

test('each turn has its number, so that a scene can widen its limits', async () => {
  const turns: number[] = [];
  await undisturbed(context, async (_context, _stall, turn) => turns.push(turn) && 'unclear', stalling());
  expect(turns).toEqual([0, 1, 2]);
});

test('a cancelled check is not played again', async () => {
  const cancelled = { ...context, signal: AbortSignal.abort() };
  let plays = 0;
  const play = async () => {
    plays += 1;
    throw new Error('cancelled');
  };
  await expect(undisturbed(cancelled, play, stalling(2_200))).rejects.toThrow('cancelled');
  expect(plays).toBe(1);
});
