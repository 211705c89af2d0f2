import { expect, test } from 'vitest';
import type { CheckContext } from '#kit';
import { undisturbed } from '../../checks/04-graceful-shutdown/stall.ts';

const context = { defer: () => {}, signal: new AbortController().signal } as unknown as CheckContext;

/** Keeps this process from doing anything else, as a stalled machine does. */
function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test('what goes wrong while this process stalls is looked at again', async () => {
  let plays = 0;
  await undisturbed(context, async () => {
    plays += 1;
    if (plays > 1) return;
    block(2_200);
    throw new Error('a limit ran out');
  });
  expect(plays).toBe(2);
});

test('what goes wrong on a machine that works is told at once', async () => {
  let plays = 0;
  const played = undisturbed(context, async () => {
    plays += 1;
    throw new Error('a batch is lost');
  });
  await expect(played).rejects.toThrow('a batch is lost');
  expect(plays).toBe(1);
});

test('what goes wrong three times is told, stalled or not', async () => {
  let plays = 0;
  const played = undisturbed(context, async () => {
    plays += 1;
    block(2_200);
    throw new Error('a batch is lost');
  });
  await expect(played).rejects.toThrow('a batch is lost');
  expect(plays).toBe(3);
});
