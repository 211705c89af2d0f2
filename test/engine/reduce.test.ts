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
