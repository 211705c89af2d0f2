import { expect, test } from 'vitest';
import { attentive } from '../../../src/commands/verify/lag.ts';

/** Holds the only thread, as a stalled machine does. */
function stall(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test('nothing begins while this process lags, and then it does', async () => {
  const { signal } = new AbortController();
  await attentive(signal);
  stall(1_000);
  // The watch's timer is long due: a turn of the event loop lets it see the stall.
  for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  let begun = false;
  const waiting = attentive(signal).then(() => {
    begun = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(begun).toBe(false);
  await waiting;
  expect(begun).toBe(true);
});

test('an interrupted verify waits for nothing', async () => {
  const cancel = new AbortController();
  cancel.abort();
  stall(500);
  await attentive(cancel.signal);
});
