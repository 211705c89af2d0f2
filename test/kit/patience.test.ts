import { describe, expect, it } from 'vitest';
import { eventually, patience, within } from '#kit';

describe('patience', () => {
  it('gives the value when it comes in time', async () => {
    expect(await within(60_000, Promise.resolve('here'))).toBe('here');
  });

  it('says late when nothing comes', async () => {
    expect(await within(1, new Promise(() => {}))).toBe('late');
  });

  it('does not count time in which this process was not given the processor', async () => {
    const bound = patience(1_000);
    let over = false;
    bound.over.then((late) => {
      over = late;
    });
    // Holds the only thread for longer than the bound: to the outside, the machine stood still.
    const until = performance.now() + 1_200;
    while (performance.now() < until);
    await new Promise((resolve) => setImmediate(resolve));
    expect(over).toBe(false);
    bound.stop();
  });

  it('stands still while the machine works for it', async () => {
    const bound = patience(60);
    const work = bound.during(patience(300).over);
    expect(await Promise.race([bound.over.then(() => 'over'), work.then(() => 'worked')])).toBe('worked');
    expect(await bound.over).toBe(true);
  });

  it('asks until there is an answer', async () => {
    let asked = 0;
    expect(await eventually(60_000, () => (++asked === 3 ? 'yes' : undefined), 1)).toBe('yes');
    expect(await eventually(1, () => undefined, 1)).toBeUndefined();
  });
});
