import { expect, test } from 'vitest';
import { describeCost } from '../../../src/commands/verify/ci/cost.ts';
import { minutesLeft } from '../../../src/commands/verify/progress.ts';

test('what is left is told in whole minutes, by the pace so far', () => {
  expect(minutesLeft(60_000, 10, 110)).toBe('10 minutes');
  expect(minutesLeft(60_000, 100, 110)).toBe('a minute');
});

test('what it cost is told as wall, processor and their ratio over the cores', () => {
  expect(describeCost({ wallMs: 65_012, cpuMs: 100_000, cores: 2 })).toBe(
    'wall 1 min 5 s, processor 1 min 40 s on 2 cores: 1.30 times what the work alone takes',
  );
  expect(describeCost({ wallMs: 60_000, cpuMs: 80_000, elsewhereMs: 20_000, cores: 2 })).toBe(
    'wall 1 min, processor 1 min 20 s and 20 s in other processes, on 2 cores: 1.20 times what the work alone takes',
  );
  expect(describeCost({ wallMs: 60_000, cores: 2 }, [{ what: 'on the cluster', ms: 20_000 }])).toBe(
    'wall 1 min; 20 s on the cluster',
  );
});
