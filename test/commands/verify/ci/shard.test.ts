/** `--shard i/n`: all programs, each once, in parts that take about the same time, on every machine the same. */
import { expect, test } from 'vitest';
import type { Case } from '../../../../src/commands/verify/cases.ts';
import { shardNamed, shardOf } from '../../../../src/commands/verify/ci/shard.ts';
import { renewed, type Times, weighing } from '../../../../src/commands/verify/ci/times.ts';
import type { Result } from '../../../../src/commands/verify/result.ts';

const program = (stage: string, name: string): Case => ({
  stage: { id: stage, number: 1, optional: false, slug: 'a', exercise: '', solution: '' },
  kind: 'rejected',
  name,
  layers: [],
  expects: { keywords: [], alsoFails: {}, notes: [], blocked: [], removes: [] },
});

/** Numbers that look random and are the same in every run (Lehmer). */
function numbers(seed: number) {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function many(seed: number): { cases: Case[]; times: Times } {
  const next = numbers(seed);
  const cases = Array.from({ length: 20 + Math.floor(next() * 60) }, (_, n) =>
    program(n % 3 === 0 ? '01-a' : '06-b', `p${n}`),
  );
  const times: Record<string, Record<string, number>> = { '01-a': {}, '06-b': {} };
  for (const { stage, name } of cases) {
    const known = times[stage.id];
    if (known && next() > 0.2) known[name] = Math.floor(next() * 60_000);
  }
  return { cases, times };
}
const lane = ({ stage }: Case) => (stage.id === '06-b' ? 'on the cluster' : 'here');

test.each([1, 2, 3, 4, 5, 6, 7, 8])('the shards are disjoint, all programs together, and equal (seed %i)', (seed) => {
  const { cases, times } = many(seed);
  const weigh = weighing(times);
  for (const count of [1, 2, 3, 7]) {
    const shards = Array.from({ length: count }, (_, n) => shardOf(cases, { index: n + 1, count }, { weigh, lane }));
    expect(shards.flat().length).toBe(cases.length);
    expect(new Set(shards.flat())).toEqual(new Set(cases));
    for (const name of ['here', 'on the cluster']) {
      const own = cases.filter((one) => lane(one) === name);
      const loads = shards.map((shard) =>
        shard.filter((one) => lane(one) === name).reduce((sum, one) => sum + weigh(one), 0),
      );
      expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(Math.max(...own.map(weigh)));
    }
  }
});

test('the order in which a machine lists its files does not matter', () => {
  const { cases, times } = many(3);
  const how = { weigh: weighing(times), lane };
  const names = (list: readonly Case[]) => list.map(({ name }) => name).toSorted();
  for (const index of [1, 2, 3])
    expect(names(shardOf(cases.toReversed(), { index, count: 3 }, how))).toEqual(
      names(shardOf(cases, { index, count: 3 }, how)),
    );
});

test('a shard keeps the order of its programs, and may be empty', () => {
  const cases = [program('01-a', 'b'), program('01-a', 'a')];
  const how = { weigh: () => 1, lane };
  expect(shardOf(cases, { index: 1, count: 1 }, how)).toEqual(cases);
  expect(shardOf(cases, { index: 3, count: 3 }, how)).toEqual([]);
});

test('a program without a time weighs what is usual in its stage, else in all', () => {
  const weigh = weighing({ '01-a': { x: 1_000, y: 9_000, z: 2_000 }, '02-b': { x: 50 } });
  expect(weigh(program('01-a', 'y'))).toBe(9_000);
  expect(weigh(program('01-a', 'new'))).toBe(2_000);
  expect(weigh(program('03-c', 'new'))).toBe(1_000);
  expect(weighing({})(program('01-a', 'new'))).toBe(1);
});

test.each(['', '0/3', '4/3', '1', '1/0', '-1/3', 'a/b', '1/3 '])('"%s" is no shard', (text) => {
  expect(() => shardNamed(text)).toThrow(/part of a whole/);
});

test('a shard is read as i of n', () => {
  expect(shardNamed('2/3')).toEqual({ index: 2, count: 3 });
  expect(shardNamed(undefined)).toBeUndefined();
});

test('times are renewed: what was judged, what is still there, nothing of programs that are gone', () => {
  const judged = (name: string, ms: number, more: Partial<Result> = {}): Result => ({
    stage: '01-a',
    name,
    status: 'passed',
    details: [],
    ms,
    checks: 3,
    ...more,
  });
  const before = { '00-z': { solution: 7 }, '01-a': { old: 5, kept: 300, wrong: 400 }, '02-b': { other: 9 } };
  const now = [
    judged('new', 1_234),
    judged('quick', 3),
    judged('wrong', 99_999, { status: 'failed' }),
    judged('wording', 0, { checks: undefined }),
  ];
  const all = ['kept', 'new', 'quick', 'wrong'].map((name) => program('01-a', name));
  expect(renewed(before, now, all)).toEqual({
    '00-z': { solution: 7 },
    '01-a': { kept: 300, new: 1_200, quick: 100, wrong: 400 },
    '02-b': { other: 9 },
  });
});
