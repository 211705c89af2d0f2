import { describe, expect, it } from 'vitest';
import { createTokens } from '../../src/engine/tokens.ts';

/** A piece of work that ends when it is told to. */
function piece() {
  let end = () => {};
  let begun = false;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    run: () => {
      begun = true;
      return ended;
    },
    end: () => end(),
    get begun() {
      return begun;
    },
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('tokens', () => {
  it('let as many pieces of work run as there are', async () => {
    const work = createTokens(2).forRun();
    const [a, b, c] = [piece(), piece(), piece()];
    const all = [a, b, c].map((one) => work(one.run));
    await settled();
    expect([a.begun, b.begun, c.begun]).toEqual([true, true, false]);
    a.end();
    await settled();
    expect(c.begun).toBe(true);
    b.end();
    c.end();
    await Promise.all(all);
  });

  it('serve the run that began first before later ones', async () => {
    const tokens = createTokens(1);
    const [first, second] = [tokens.forRun(), tokens.forRun()];
    const [holding, later, earlier] = [piece(), piece(), piece()];
    const all = [first(holding.run), second(later.run), first(earlier.run)];
    holding.end();
    await settled();
    expect([earlier.begun, later.begun]).toEqual([true, false]);
    earlier.end();
    later.end();
    await Promise.all(all);
  });

  it('give all of them to work that wants to be alone, and are not taken from it by what came later', async () => {
    const work = createTokens(2).forRun();
    const [busy, alone, small] = [piece(), piece(), piece()];
    const all = [work(busy.run), work(alone.run, { alone: true }), work(small.run)];
    await settled();
    expect([alone.begun, small.begun]).toEqual([false, false]);
    busy.end();
    await settled();
    expect([alone.begun, small.begun]).toEqual([true, false]);
    alone.end();
    await settled();
    expect(small.begun).toBe(true);
    small.end();
    await Promise.all(all);
  });

  it('come back from work that fails', async () => {
    const work = createTokens(1).forRun();
    await expect(work(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await work(async () => 'done')).toBe('done');
  });
});
