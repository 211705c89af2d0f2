import { describe, expect, it } from 'vitest';
import type { Case } from '../../../src/commands/verify/cases.ts';
import { deciding, samplingOf, selected } from '../../../src/commands/verify/selection.ts';
import { check, stage } from '../../../src/kit/index.ts';
import { UsageError } from '../../../src/workspace/errors.ts';

const entry = { id: '01-a', number: 1, optional: false, slug: 'a', exercise: '', solution: '' };
const program = (kind: Case['kind'], name: string, of?: string, alsoFails: Record<string, string> = {}): Case => ({
  stage: entry,
  kind,
  name,
  layers: [],
  check: of,
  expects: { keywords: [], alsoFails, notes: [], blocked: [], removes: [] },
});
const cases = [
  program('starter', 'starter'),
  program('solution', 'solution'),
  program('accepted', 'accepted/other'),
  program('rejected', 'rejected/one--x', 'one'),
  program('rejected', 'rejected/one--y', 'one'),
  program('rejected', 'rejected/two--x', 'two'),
];
const names = (list: readonly Case[]) => list.map(({ name }) => name);

describe('which programs are judged', () => {
  it('a sample has every right program and one rejected program a check; the rest has the others', () => {
    expect(names(selected(cases, 'sample'))).toEqual([
      'starter',
      'solution',
      'accepted/other',
      'rejected/one--x',
      'rejected/two--x',
    ]);
    expect(names(selected(cases, 'rest'))).toEqual(['rejected/one--y']);
    expect(selected(cases, 'all')).toEqual(cases);
  });

  it('sample and rest at once is a usage error', () => {
    expect(() => samplingOf({ sample: true, rest: true })).toThrow(UsageError);
    expect(samplingOf({})).toBe('all');
  });
});

describe('by which checks', () => {
  const nothing = async () => {};
  const loaded = stage({
    title: 'A',
    needs: [],
    checks: ['one', 'two', 'three', 'four'].map((id) => check(id, id, nothing)),
  });

  it('a rejected program: those up to the named one, and those that it breaks besides', () => {
    expect(deciding(program('rejected', 'r', 'two'), loaded, false)).toEqual(['one', 'two']);
    expect(deciding(program('rejected', 'r', 'one', { four: 'why' }), loaded, false)).toEqual(['one', 'four']);
  });

  it('all of them for right programs, for --full, and where the name is of no check', () => {
    expect(deciding(program('accepted', 'a'), loaded, false)).toBeUndefined();
    expect(deciding(program('rejected', 'r', 'two'), loaded, true)).toBeUndefined();
    expect(deciding(program('rejected', 'r', 'nothing'), loaded, false)).toBeUndefined();
  });
});
