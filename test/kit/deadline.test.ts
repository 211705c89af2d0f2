import { describe, expect, it } from 'vitest';
import { aborted, deadline, eventually, late, within } from '#kit';

describe('deadline', () => {
  it('gives the value when it comes in time', async () => {
    expect(await within(60_000, Promise.resolve('here'))).toBe('here');
  });

  it('says late when nothing comes', async () => {
    expect(await within(1, new Promise(() => {}))).toBe(late);
  });

  it('does not count time in which this process was not given the processor', async () => {
    const limit = deadline(1_000);
    // Holds the only thread for longer than the bound: to the outside, the machine stood still.
    const until = performance.now() + 1_200;
    while (performance.now() < until);
    await new Promise((resolve) => setImmediate(resolve));
    expect(limit.signal.aborted).toBe(false);
    limit.stop();
  });

  it('stands still while it is paused', async () => {
    const limit = deadline(60);
    const resume = limit.pause();
    const longer = deadline(300);
    await aborted(longer.signal);
    expect(limit.signal.aborted).toBe(false);
    resume();
    resume();
    await aborted(limit.signal);
  });

  it('keeps what was silent apart from what said so', async () => {
    expect(await within(60_000, Promise.resolve('late'))).not.toBe(late);
  });

  it('asks until there is an answer', async () => {
    let asked = 0;
    expect(await eventually(60_000, () => (++asked === 3 ? 'yes' : undefined), 1)).toBe('yes');
    expect(await eventually(1, () => undefined, 1)).toBeUndefined();
  });
});
