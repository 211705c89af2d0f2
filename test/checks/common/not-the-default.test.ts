import { expect, test } from 'vitest';
import { notTheDefault } from '../../../checks/common/findings/not-the-default.ts';
import { sourceOf } from '../../../src/kit/index.ts';

const limit = { name: 'LIMIT', is: '2s', least: 1_900, most: 4_500, what: 'ends', since: 'after the signal' };
const source = sourceOf({ list: () => ['main.go'], read: () => 'limit := duration("LIMIT", x)' });
const judge = (ms: number | undefined, plain = false) => notTheDefault(limit, ms, { source, evidence: [], plain });

test('what comes at its time is the default', () => {
  expect(judge(2_000)).toBeUndefined();
});

test.each([[100], [9_000], [undefined]])('what comes too soon, too late or never is not: %s', (ms) => {
  expect(judge(ms)?.summary).toMatch(/^Where LIMIT is not set, the program ends .*; the default is 2s\.$/);
  expect(judge(ms)?.evidence.at(-1)?.at).toEqual({ file: 'main.go', line: 1 });
});

test('where the code says the default, a late end is the machine’s', () => {
  expect(judge(9_000, true)).toBeUndefined();
  expect(judge(undefined, true)).toBeUndefined();
  expect(judge(100, true)).toBeDefined();
});
