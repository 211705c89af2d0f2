import { expect, test } from 'vitest';
import type { CheckState, RunState } from '../../../src/engine/reduce.ts';
import { initialRun, reduce } from '../../../src/engine/reduce.ts';
import type { RunEvent } from '../../../src/kit/index.ts';
import { countsOf } from '../../../src/tui/state/counts.ts';
import { failure, http, passed, row, World } from '../fake.ts';
import { shown, visit } from '../visit.ts';

const run = (...checks: Pick<CheckState, 'level' | 'state'>[]): RunState => ({
  ...initialRun,
  checks: checks.map((check, index) => ({ ...initialRun.checks[0], id: `c${index}`, ...check })) as CheckState[],
});

test('stretch checks are counted for themselves', () => {
  expect(countsOf(run({ level: 'required', state: 'passed' }, { level: 'required', state: 'failed' }))).toEqual({
    passed: 1,
    of: 2,
    words: '1 of 2 checks',
    stretch: '',
  });
  const counts = countsOf(run({ level: 'required', state: 'passed' }, { level: 'stretch', state: 'failed' }));
  expect([counts.words, counts.stretch]).toEqual(['1 of 1 checks', ', 0 of 1 stretch']);
});

test('the list and the stage say the same number', async () => {
  const world = new World();
  world.rows = [row(http, 'HTTP server', { state: 'started', passed: 1, required: 1 })];
  const events: RunEvent[] = [
    {
      type: 'run:start',
      schema: 1,
      stage: http,
      checks: [
        { id: 'compiles', title: 'compiles', points: 1, level: 'required' },
        { id: 'etag', title: 'sends an ETag', points: 1, level: 'stretch' },
      ],
    },
    { type: 'check:end', id: 'compiles', verdict: passed },
    { type: 'check:end', id: 'etag', verdict: failure },
    { type: 'run:end', outcome: 'passed', ms: 5 },
  ];
  world.last = events.reduce(reduce, initialRun);
  const one = await visit(world);
  expect(shown(one.program)).toContain('1 of 1 checks');
  one.press('v');
  await one.until(() => shown(one.program).includes('Stage passed'));
  expect(shown(one.program)).toContain('1 of 1 checks passed, 0 of 1 stretch');
  one.press('v');
  expect(shown(one.program)).toContain('1 of 1 checks passed');
  one.end();
});
