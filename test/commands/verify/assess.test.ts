/** What a right program must come with: its notes with a pass, or the words of the lack that rightly blocks it. */
import { expect, test } from 'vitest';
import { assess } from '../../../src/commands/verify/assess.ts';
import type { Case } from '../../../src/commands/verify/cases.ts';
import { initialRun, reduce } from '../../../src/engine/reduce.ts';
import type { Verdict } from '../../../src/kit/index.ts';

const program = (kind: Case['kind'], expects: Partial<Case['expects']>) =>
  ({
    kind,
    name: 'accepted/x',
    expects: { keywords: [], alsoFails: {}, notes: [], blocked: [], ...expects },
  }) as unknown as Case;

const passed = (...notes: string[]): Verdict => ({ status: 'passed', ms: 1, notes });
const failed: Verdict = { status: 'failed', ms: 1, finding: { summary: 'It is red.', evidence: [] } };
const blocked = (what: string): Verdict => ({
  status: 'blocked',
  needs: 'docker',
  because: what,
  lack: { need: 'docker', state: 'missing', what, fix: '' },
});

function after(...verdicts: Verdict[]) {
  const ids = verdicts.map((_, index) => `check-${index}`);
  const checks = ids.map((id) => ({ id, title: id, points: 1, level: 'required' as const }));
  const start = reduce(initialRun, { type: 'run:start', schema: 1, stage: '05', checks });
  return verdicts.reduce(
    (run, verdict, index) => reduce(run, { type: 'check:end', id: `check-${index}`, verdict }),
    start,
  );
}

const noted = program('accepted', { notes: ['DB_ADDR', 'not ready'] });

test('every note is looked for in the notes of all checks that passed, in any case', () => {
  expect(assess(noted, after(passed('db_addr is set'), passed('It is Not Ready.')))).toEqual({ complaints: [] });
});

test('a note that is missing is a complaint, and so is one that a failure hides', () => {
  expect(assess(noted, after(passed('DB_ADDR is set'))).complaints).toEqual(['no note says "not ready"']);
  expect(assess(noted, after(failed)).complaints).toEqual([
    'check-0 failed: It is red.',
    'no note says "DB_ADDR"',
    'no note says "not ready"',
  ]);
});

test('no note is asked of a machine that lacks what it takes', () => {
  const lack = 'check-1 is blocked: No Docker engine was found.';
  expect(assess(noted, after(passed(), blocked('No Docker engine was found.')))).toEqual({
    complaints: [],
    skipped: lack,
  });
});

const secretMount = program('accepted', { blocked: ['secret', 'the line itself is right'] });

test('rightly blocked is a verdict, not a skip, once all its words are said', () => {
  const run = after(blocked('The docker command line serves secrets. The line itself is right.'));
  expect(assess(secretMount, run)).toEqual({ complaints: [] });
});

test('a lack in other words is a complaint', () => {
  const { complaints, skipped } = assess(secretMount, after(blocked('No Docker engine was found.')));
  expect(skipped).toBeUndefined();
  expect(complaints).toHaveLength(2);
  expect(complaints[0]).toContain('does not say "secret": check-0 is blocked: No Docker engine was found.');
});

test('it may pass as well, and may not fail', () => {
  expect(assess(secretMount, after(passed()))).toEqual({ complaints: [] });
  expect(assess(secretMount, after(failed)).complaints).toEqual(['check-0 failed: It is red.']);
  const both = after(failed, blocked('A secret; the line itself is right.'));
  expect(assess(secretMount, both).complaints).toEqual(['check-0 failed: It is red.']);
});
