import { describe, expect, it, vi } from 'vitest';
import { type RunOptions, runStage } from '../../src/engine/run.ts';
import {
  block,
  type Check,
  type CheckContext,
  check,
  FaultyProgram,
  fail,
  type Lack,
  type ProgramEnd,
  type RunEvent,
  type Stall,
  stage,
} from '../../src/kit/index.ts';

const nothing = (base: object) => base as CheckContext;

async function run(checks: Check[], more: Partial<RunOptions> = {}) {
  const events: RunEvent[] = [];
  const state = await runStage({
    id: 'test',
    stage: stage({ title: 'Test', needs: [], checks }),
    signal: new AbortController().signal,
    emit: (event) => events.push(event),
    instruments: {
      contextFor: nothing,
      lacks: async (need) => (need === 'docker' ? noEngine : undefined),
      lackOf: (error) => (error === diskFull ? noEngine : undefined),
      openFiles: () => 1_000,
    },
    ...more,
  });
  return { events, state, of: (id: string) => state.checks.find((one) => one.id === id) };
}

const diskFull = new Error('ENOSPC');
const noEngine: Lack = { need: 'docker', state: 'missing', what: 'no engine here', fix: '' };

const pass = async () => {};
const no = async () => fail({ summary: 'no' });

/** One that lost so many milliseconds in each of its turns. */
function stalling(...turns: number[]): () => Stall {
  return () => {
    const longestMs = turns.shift() ?? 0;
    return { longestMs, totalMs: longestMs, stop: () => {} };
  };
}

describe('a check that fails while this process stands still', () => {
  const failing = (times: number) => {
    let turn = 0;
    const begun = vi.fn();
    const run = async () => {
      begun();
      turn += 1;
      if (turn <= times) fail({ summary: 'closed without an answer' });
    };
    return { begun, run };
  };

  it('is run again: the verdict is that of a turn which nothing disturbed', async () => {
    const { begun, run: runs } = failing(1);
    const { state, events } = await run([check('a', 'a', runs)], { watch: stalling(2_000, 0) });
    expect(state.outcome).toBe('passed');
    expect(begun).toHaveBeenCalledTimes(2);
    expect(events.filter(({ type }) => type === 'check:end')).toHaveLength(1);
  });

  it('has failed when it fails in peace, and after three turns in any case', async () => {
    const calm = failing(1);
    expect((await run([check('a', 'a', calm.run)], { watch: stalling(200) })).state.outcome).toBe('failed');
    expect(calm.begun).toHaveBeenCalledTimes(1);
    const never = failing(9);
    expect((await run([check('a', 'a', never.run)], { watch: stalling(2_000, 2_000, 2_000) })).state.outcome).toBe(
      'failed',
    );
    expect(never.begun).toHaveBeenCalledTimes(3);
  });

  it('is not run again where it changes what others look at', async () => {
    const { begun, run: runs } = failing(1);
    const { state } = await run([check('a', 'a', { exclusive: true }, runs)], { watch: stalling(2_000) });
    expect(state.outcome).toBe('failed');
    expect(begun).toHaveBeenCalledTimes(1);
  });
});

describe('a run', () => {
  it('passes when every required check passes, whatever the stretch ones do', async () => {
    const { state } = await run([check('a', 'a', pass), check('b', 'b', { level: 'stretch' }, no)]);
    expect(state.outcome).toBe('passed');
  });

  it('skips what follows a failed gate, naming it', async () => {
    const { state, of } = await run([check('gate', 'gate', { gate: true }, no), check('after', 'after', pass)]);
    expect(state.outcome).toBe('failed');
    expect(of('after')?.verdict).toEqual({ status: 'skipped', after: 'gate' });
  });

  it('skips a check whose named forerunner failed, and only that', async () => {
    const { of } = await run([
      check('a', 'a', { exclusive: true }, no),
      check('b', 'b', { after: ['a'] }, pass),
      check('c', 'c', pass),
    ]);
    expect(of('b')?.verdict).toEqual({ status: 'skipped', after: 'a' });
    expect(of('c')?.state).toBe('passed');
  });

  it('is incomplete when nothing failed but something was blocked', async () => {
    const { state, of } = await run([
      check('a', 'a', { needs: ['docker'] }, no),
      check('b', 'b', async () => block({ need: 'cgo', state: 'missing', what: 'no gcc', fix: '' })),
    ]);
    expect(state.outcome).toBe('incomplete');
    expect(of('a')?.verdict).toEqual({ status: 'blocked', needs: 'docker', because: 'no engine here', lack: noEngine });
    expect(of('b')?.verdict).toMatchObject({ status: 'blocked', because: 'no gcc' });
  });

  it('puts away what a check that was given up starts later, and each thing before what it stands on', async () => {
    const order: string[] = [];
    let late = () => {};
    const { of } = await run([
      check('a', 'a', { timeoutMs: 20 }, async ({ defer }) => {
        defer(() => void order.push('ground'));
        defer(async () => {
          await new Promise((resolve) => setTimeout(resolve, 50));
          order.push('house');
        });
        await new Promise<void>((resolve) => {
          late = resolve;
        });
        defer(() => void order.push('late'));
      }),
    ]);
    expect(of('a')?.state).toBe('failed');
    expect(order).toEqual(['house', 'ground']);
    late();
    await vi.waitFor(() => expect(order).toEqual(['house', 'ground', 'late']));
  });

  it('calls a crash of a check our error, not a failure', async () => {
    const { state, of } = await run([
      check('a', 'a', async () => {
        throw new TypeError('oops');
      }),
    ]);
    expect(of('a')?.verdict).toMatchObject({ status: 'errored', error: { message: 'oops' } });
    expect(state.outcome).toBe('errored');
  });

  it('is blocked by an error of the system in which the harness sees a lack of the machine', async () => {
    const { of } = await run([check('a', 'a', () => Promise.reject(diskFull))]);
    expect(of('a')?.verdict).toMatchObject({ status: 'blocked', lack: noEngine });
  });

  it('lets the stage explain a program that can’t be checked at all, and states the facts where it does not', async () => {
    const gone = check('a', 'a', async () => {
      throw new FaultyProgram({ kind: 'no-main', files: ['main.go'] });
    });
    const { of } = await run([gone]);
    expect(of('a')?.verdict).toMatchObject({ status: 'failed', finding: { evidence: [{ text: 'main.go' }] } });
    const explainFault = () => ({ summary: 'in the words of the course', evidence: [] });
    const explained = await run([gone], { stage: stage({ title: 'Test', needs: [], checks: [gone], explainFault }) });
    expect(explained.of('a')?.verdict).toMatchObject({ finding: { summary: 'in the words of the course' } });
  });

  it('cleans up in reverse order after a pass, a failure and a crash', async () => {
    const order: string[] = [];
    const defers =
      (end: () => Promise<void>) =>
      async ({ defer }: CheckContext) => {
        defer(() => void order.push('first'));
        defer(async () => {
          order.push('second');
          throw new Error('a clean-up that breaks stops no other');
        });
        await end();
      };
    await run([check('a', 'a', { exclusive: true }, defers(no))]);
    expect(order.splice(0)).toEqual(['second', 'first']);
    await run([
      check(
        'a',
        'a',
        defers(async () => Promise.reject(new Error('crash'))),
      ),
    ]);
    expect(order.splice(0)).toEqual(['second', 'first']);
  });

  it('ends a check that takes too long: its signal aborts, its clean-up runs, the finding says so', async () => {
    let cleaned = false;
    const { of } = await run([
      check('slow', 'slow', { timeoutMs: 10 }, ({ signal, defer }) => {
        defer(() => {
          cleaned = true;
        });
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
      }),
    ]);
    expect(of('slow')?.verdict).toMatchObject({ status: 'failed' });
    expect(cleaned).toBe(true);
  });

  it('cancelled from outside it cleans up, gives no verdict and starts nothing more', async () => {
    const cancel = new AbortController();
    let cleaned = false;
    const { of, state } = await run(
      [
        check('a', 'a', { exclusive: true }, async ({ signal, defer }) => {
          defer(() => {
            cleaned = true;
          });
          queueMicrotask(() => cancel.abort());
          await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
          fail({ summary: 'said after the cancellation' });
        }),
        check('b', 'b', pass),
      ],
      { signal: cancel.signal },
    );
    expect(cleaned).toBe(true);
    expect(of('a')?.verdict).toBeUndefined();
    expect(of('b')?.state).toBe('waiting');
    expect(state.outcome).toBe('incomplete');
  });

  it('runs checks side by side, but an exclusive one alone', async () => {
    let together = 0;
    let most = 0;
    let alone = 0;
    const meet = async () => {
      together += 1;
      most = Math.max(most, together);
      await new Promise((resolve) => setImmediate(resolve));
      together -= 1;
    };
    const exclusive = check('x', 'x', { exclusive: true }, async () => {
      alone = together;
    });
    await run([check('a', 'a', meet), check('b', 'b', meet), exclusive, check('c', 'c', meet)], { jobs: 2 });
    expect(most).toBe(2);
    expect(alone).toBe(0);
  });

  describe('with only', () => {
    const chosen = async (checks: Check[], ...only: string[]) =>
      (await run(checks, { only })).state.checks.map((one) => one.id);
    const gate = (id: string) => check(id, id, { gate: true }, pass);
    const standing = (id: string, ...ids: string[]) => check(id, id, { after: ids }, pass);

    it('gates before a chosen check run too, and no other check', async () => {
      expect(await chosen([gate('gate'), check('a', 'a', no), check('b', 'b', pass)], 'b')).toEqual(['gate', 'b']);
    });

    it('gates behind it do not', async () => {
      expect(await chosen([gate('compiles'), gate('listens'), check('a', 'a', pass)], 'compiles')).toEqual([
        'compiles',
      ]);
    });

    it('what a chosen check stands on runs too, however far down', async () => {
      const checks = [
        check('builds', 'builds', pass),
        standing('runs', 'builds'),
        standing('stops', 'runs'),
        gate('last'),
      ];
      expect(await chosen(checks, 'stops')).toEqual(['builds', 'runs', 'stops']);
    });

    it('and excuses it when it fails', async () => {
      const { of, state } = await run([check('builds', 'builds', no), standing('runs', 'builds')], { only: ['runs'] });
      expect(of('runs')?.verdict).toEqual({ status: 'skipped', after: 'builds' });
      expect(state.outcome).toBe('failed');
    });
  });

  it('begins a check only when its open files fit beside those of the others', async () => {
    const needs = [{ openFiles: 600 }];
    const begun = Promise.withResolvers<void>();
    const seen = Promise.withResolvers<void>();
    const order: string[] = [];
    const large = check('large', 'large', { needs }, async () => {
      begun.resolve();
      await seen.promise;
      order.push('large ends');
    });
    const second = check('second', 'second', { needs }, async () => void order.push('second'));
    const small = check('small', 'small', async () => {
      await begun.promise;
      order.push('small');
      seen.resolve();
    });
    const { state } = await run([large, small, second]);
    expect(order).toEqual(['small', 'large ends', 'second']);
    expect(state.outcome).toBe('passed');
  });

  it('a shortage met while its needs are looked at blocks a check', async () => {
    const instruments = { contextFor: nothing, openFiles: () => 1_000, lackOf: () => noEngine };
    const lacks = () => Promise.reject(diskFull);
    const { of } = await run([check('a', 'a', pass)], { instruments: { ...instruments, lacks } });
    expect(of('a')?.verdict).toMatchObject({ status: 'blocked', lack: noEngine });
  });

  it('every event survives JSON', async () => {
    const { events } = await run([check('a', 'a', no), check('b', 'b', pass)]);
    expect(JSON.parse(JSON.stringify(events))).toEqual(events);
  });
});

describe('a program that ended by itself', () => {
  const log = { kind: 'log' as const, title: 'log', text: '' };
  const end: ProgramEnd = { kind: 'ended-by-itself', exit: { code: 1, signal: null, ms: 1 }, log };
  const withEnd = (cause: ProgramEnd | undefined, run: () => Promise<void>, timeoutMs?: number) =>
    check('a', 'a', { timeoutMs }, async ({ onFailure }) => {
      onFailure(async () => cause);
      return run();
    });
  const summary = async (one: Check) => {
    const verdict = (await run([one])).of('a')?.verdict;
    return verdict?.status === 'failed' ? verdict.finding.summary : verdict?.status;
  };

  it('comes before what the check made of it, also when the check ran out of time', async () => {
    expect(await summary(withEnd(end, no))).toBe('The program ended by itself: exit code 1.');
    expect(await summary(withEnd(end, () => new Promise(() => {}), 20))).toBe(
      'The program ended by itself: exit code 1.',
    );
  });

  it('gives way to what the machine lacked, which blocks the check', async () => {
    const lacking = check('a', 'a', async ({ onFailure }) => {
      onFailure(async () => end);
      onFailure(async () => ({ kind: 'machine', lack: noEngine }));
      return no();
    });
    expect((await run([lacking])).of('a')?.verdict).toMatchObject({ status: 'blocked', lack: noEngine });
  });

  it('changes no verdict', async () => {
    expect(await summary(withEnd(undefined, no))).toBe('no');
    expect(await summary(withEnd(end, pass))).toBe('passed');
  });
});
