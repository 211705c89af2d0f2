import { describe, expect, it } from 'vitest';
import { firstProblem, initialRun, type RunState, reduce, tally } from '../../src/engine/reduce.ts';
import type { RunEvent, Verdict } from '../../src/kit/index.ts';

const checks = [
  { id: 'compiles', title: 'compiles', points: 1, level: 'required' },
  { id: 'extra', title: 'extra', points: 2, level: 'stretch' },
  { id: 'serves', title: 'serves', points: 3, level: 'required' },
] as const;
const passed: Verdict = { status: 'passed', ms: 1, notes: [] };
const failed: Verdict = { status: 'failed', ms: 1, finding: { summary: 'no', evidence: [] } };

const run = (...events: RunEvent[]): RunState =>
  [{ type: 'run:start', schema: 1, stage: '01', checks: [...checks] } as RunEvent, ...events].reduce(
    reduce,
    initialRun,
  );

describe('the reducer', () => {
  it('follows a check from waiting to its verdict', () => {
    expect(run().checks.map((check) => check.state)).toEqual(['waiting', 'waiting', 'waiting']);
    expect(run({ type: 'check:start', id: 'serves' }).checks[2]?.state).toBe('running');
    const ended = run({ type: 'check:end', id: 'serves', verdict: failed }).checks[2];
    expect(ended).toMatchObject({ state: 'failed', verdict: failed });
  });

  it('keeps only the newest log lines, and counts all', () => {
    const lines = Array.from(
      { length: 1_000 },
      (_, n): RunEvent => ({ type: 'check:log', id: 'serves', source: 'app', line: String(n) }),
    );
    const check = run(...lines).checks[2];
    expect(check?.logged).toBe(1_000);
    expect(check?.log.length).toBe(200);
    expect(check?.log.at(-1)?.line).toBe('999');
  });

  it('keeps the newest progress on each subject while the check runs, and none behind its verdict', () => {
    const pods = (ready: number): RunEvent => ({
      type: 'check:progress',
      id: 'serves',
      progress: { kind: 'pods', wanted: 2, ready, starting: 2 - ready, ending: 0 },
    });
    const away = (name: string, up: boolean): RunEvent => ({
      type: 'check:progress',
      id: 'serves',
      progress: { kind: 'dependency', name, up },
    });
    const events = [pods(0), away('db', false), away('cache', false), pods(1), away('db', true)];
    expect(run(...events).checks[2]?.progress).toEqual([
      { kind: 'pods', wanted: 2, ready: 1, starting: 1, ending: 0 },
      { kind: 'dependency', name: 'db', up: true },
      { kind: 'dependency', name: 'cache', up: false },
    ]);
    expect(run(...events, { type: 'check:end', id: 'serves', verdict: passed }).checks[2]).not.toHaveProperty(
      'progress',
    );
  });

  it('shows a failed required check before a failed stretch one', () => {
    const state = run(
      { type: 'check:end', id: 'extra', verdict: failed },
      { type: 'check:end', id: 'serves', verdict: failed },
    );
    expect(firstProblem(state)?.id).toBe('serves');
  });

  it('adds up points and keeps measures', () => {
    const state = run(
      { type: 'check:end', id: 'compiles', verdict: passed },
      { type: 'check:end', id: 'extra', verdict: passed },
      { type: 'measure', name: 'startup', value: 3, unit: 'ms' },
    );
    expect(tally(state)).toMatchObject({ passed: 2, waiting: 1, points: 3, pointsOf: 6 });
    expect(state.measures.startup).toEqual({ value: 3, unit: 'ms' });
  });
});
