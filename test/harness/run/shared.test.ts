import { describe, expect, it } from 'vitest';
import { shared } from '../../../src/harness/run/shared.ts';

function check() {
  const cancel = new AbortController();
  const lines: string[] = [];
  return {
    cancel,
    lines,
    scope: {
      signal: cancel.signal,
      log: (_source: unknown, line: string) => void lines.push(line),
      offTheClock: <T>(work: Promise<T>) => work,
    },
  };
}

/** Work that says a line, waits for the test, and says another. */
function held() {
  const gate = Promise.withResolvers<void>();
  let starts = 0;
  const work = shared(async (log) => {
    starts += 1;
    log('build', 'begun');
    await gate.promise;
    log('build', 'done');
    return 42;
  });
  return { work, release: gate.resolve, starts: () => starts };
}

describe('work that several checks wait for', () => {
  it('is done once, and outlives the check that began it', async () => {
    const { work, release, starts } = held();
    const [first, second] = [check(), check()];
    const cancelled = work.join(first.scope);
    first.cancel.abort();
    const waiting = work.join(second.scope);
    release();
    expect(await waiting).toBe(42);
    expect(await cancelled).toBe(42);
    expect(starts()).toBe(1);
  });

  it('tells every check that waits how far it is, but no check that has ended', async () => {
    const { work, release } = held();
    const [first, second, third] = [check(), check(), check()];
    void work.join(first.scope);
    first.cancel.abort();
    const waiting = work.join(second.scope);
    release();
    await waiting;
    await work.join(third.scope);
    expect(first.lines).toEqual(['begun']);
    expect(second.lines).toEqual(['begun', 'done']);
    expect(third.lines).toEqual([]);
  });

  it('fails for all of them', async () => {
    const work = shared(async () => {
      throw new Error('no cluster');
    });
    await expect(work.join(check().scope)).rejects.toThrow('no cluster');
    await expect(work.join(check().scope)).rejects.toThrow('no cluster');
  });
});
