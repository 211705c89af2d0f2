import { expect, test } from 'vitest';
import { longestChainMs } from '../../tools/bench/floor.ts';
import type { Step } from '../../tools/bench/record/trace.ts';

const step = (id: number, ms: number, needs: number[] = [], pauseMs = 0): Step => ({
  id,
  needs,
  pauseMs,
  ms,
  action: { do: 'pause', ms },
});

test('the longest chain counts steps that need each other, and the deliberate waits between them', () => {
  expect(longestChainMs([step(1, 100), step(2, 50, [1]), step(3, 10, [1], 200), step(4, 120)])).toBe(310);
  expect(longestChainMs([])).toBe(0);
});

test('a step that was not recorded delays nothing', () => {
  expect(longestChainMs([step(2, 5, [1])])).toBe(5);
});
