import { expect, test } from 'vitest';
import { describeCost } from '../../../src/commands/verify/cost.ts';
import { minutesLeft } from '../../../src/commands/verify/progress.ts';

test('what is left is told in whole minutes, by the pace so far', () => {
  expect(minutesLeft(60_000, 10, 110)).toBe('10 minutes');
  expect(minutesLeft(60_000, 100, 110)).toBe('a minute');
});

test('what it cost is told as wall, processor and their ratio over the cores', () => {
  expect(describeCost({ wallMs: 60_000, cpuMs: 100_000, cores: 2 })).toBe(
    'wall 60 s, processor 100 s on 2 cores: 1.20 times what the work alone takes',
  );
  expect(describeCost({ wallMs: 60_000, cpuMs: 80_000, elsewhereMs: 20_000, cores: 2 })).toBe(
    'wall 60 s, processor 80 s and 20 s in other processes, on 2 cores: 1.20 times what the work alone takes',
  );
  expect(describeCost({ wallMs: 60_000, cores: 2 }, [{ what: 'on the cluster', ms: 20_000 }])).toBe(
    'wall 60 s; 20 s on the cluster',
  );
});
