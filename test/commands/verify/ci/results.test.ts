/** What a `verify` in CI says of its results: solutions that must always get the same verdicts, the badge, the table. */
import { expect, test } from 'vitest';
import type { Case } from '../../../../src/commands/verify/cases.ts';
import { badgeOf } from '../../../../src/commands/verify/ci/badge.ts';
import { repeated, runsOf, steadiness } from '../../../../src/commands/verify/ci/repeat.ts';
import { drawTable } from '../../../../src/commands/verify/ci/table.ts';
import type { Result } from '../../../../src/commands/verify/result.ts';
import type { Verdict } from '../../../../src/kit/index.ts';

const passed: Verdict = { status: 'passed', ms: 1, notes: [] };
const failed: Verdict = { status: 'failed', ms: 1, finding: { summary: 'No.', evidence: [] } };
const blocked: Verdict = {
  status: 'blocked',
  needs: 'docker',
  because: 'No engine.',
  lack: { need: 'docker', state: 'missing', what: 'No engine.', fix: '' },
};

const program = (name: string, verdicts: Record<string, Verdict>, more: Partial<Result> = {}): Result => ({
  stage: '01-a',
  name,
  status: 'passed',
  details: [],
  ms: 10,
  checks: 2,
  verdicts: Object.entries(verdicts).map(([check, verdict]) => ({ check, verdict })),
  ...more,
});
const rule: Result = { stage: '01-a', name: 'wording', status: 'passed', details: [], ms: 0 };

test('only a solution is judged several times', () => {
  const cases = ['starter', 'solution', 'accepted'].map((kind) => ({ kind, name: kind }) as Case);
  expect(repeated(cases, 3).map(({ name }) => name)).toEqual([
    'starter',
    'solution',
    'solution#2',
    'solution#3',
    'accepted',
  ]);
  expect(repeated(cases, 1)).toEqual(cases);
  expect(() => runsOf('three')).toThrow(/--solutions is a number/);
  expect(() => runsOf('0')).toThrow(/--solutions is a number/);
});

test('the same verdicts every time are steady, a differing one is not, and the check is named', () => {
  const same = [program('solution#2', { a: passed, b: passed }), program('solution', { a: passed, b: passed })];
  expect(steadiness('01-a', same)).toMatchObject([{ name: 'steadiness', status: 'passed', details: [] }]);
  const differ = [...same, program('solution#3', { a: passed, b: blocked })];
  expect(steadiness('01-a', differ)).toMatchObject([
    { status: 'failed', details: ['b: passed in run 1, blocked in run 3'] },
  ]);
  expect(steadiness('01-a', [...same, program('solution#3', { a: passed })])).toMatchObject([
    { status: 'failed', details: ['b: passed in run 1, no verdict in run 3'] },
  ]);
});

test('runs that were all skipped prove nothing, and one run has nothing to be compared with', () => {
  const skipped = { status: 'skipped' as const, details: ['No engine.'] };
  const runs = ['solution', 'solution#2'].map((name) => program(name, { a: blocked }, skipped));
  expect(steadiness('01-a', runs)).toMatchObject([{ status: 'skipped', details: ['No engine.'] }]);
  expect(steadiness('01-a', runs.slice(0, 1))).toEqual([]);
  expect(steadiness('02-b', runs)).toEqual([]);
});

test.each<[string, Result[], object]>([
  ['all right', [program('a', {}), rule], { message: '1 of 1 right', color: 'brightgreen' }],
  [
    'one wrong',
    [program('a', {}), program('b', {}, { status: 'failed' })],
    { message: '1 of 2 right', color: 'red', isError: true },
  ],
  [
    'one skipped',
    [program('a', {}), program('b', {}, { status: 'skipped' })],
    { message: '1 of 2 right, 1 not judged', color: 'yellow' },
  ],
  [
    'one unsteady',
    [program('a', {}, { unsteady: ['b failed'] })],
    { message: '1 of 1 right, 1 unsteady', color: 'yellow' },
  ],
  ['none judged', [rule], { message: '0 of 0 right', color: 'yellow' }],
])('the badge: %s', (_, results, badge) => {
  expect(badgeOf(results)).toEqual({ schemaVersion: 1, label: 'verdicts', ...badge });
});

const results = [
  program('solution', { a: passed, b: passed }),
  program('rejected/a--x', { a: failed, b: failed }),
  program('rejected/b--y', { a: passed, b: failed }, { status: 'failed' }),
  program('accepted/no, engine', { a: blocked }, { status: 'skipped' }),
  rule,
];
const stages = [
  { stage: '01-a', checks: ['a', 'b'] },
  { stage: '02-none', checks: ['c'] },
];

test('the table has a row a program, a column a check, and how many programs fail each', () => {
  expect(drawTable('t.md', stages, results).split('\n## ')[1]).toBe(
    [
      '01-a\n',
      '| program | judged | a | b |',
      '| --- | --- | :-: | :-: |',
      '| solution | rightly | · | · |',
      '| rejected/a--x | rightly | **F** | F |',
      '| rejected/b--y | **wrongly** | · | **F** |',
      '| accepted/no, engine | skipped | b |  |',
      '| programs that fail it |  | 1 | 2 |',
      '',
    ].join('\n'),
  );
});

test('the table as CSV has a line a program and check', () => {
  const lines = drawTable('t.CSV', stages, results).split('\r\n');
  expect(lines.slice(0, 3)).toEqual([
    'stage,program,judged,check,verdict',
    '01-a,solution,passed,a,passed',
    '01-a,solution,passed,b,passed',
  ]);
  expect(lines.at(-2)).toBe('01-a,"accepted/no, engine",skipped,b,not tried');
  expect(lines).toHaveLength(10);
});
