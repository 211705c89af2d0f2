import { expect, test } from 'vitest';
import { heldBack, mixedUp } from '../../../checks/02-parallel-fetch/findings/fan-out.ts';
import { answered, asked, pointsAt, seenWith } from './seen.ts';

test('not all dashboards reach the upstreams', () => {
  const requests = { profile: Array.from({ length: 3 }, () => asked('/profiles/1')), orders: [asked('/orders/1')] };
  const found = heldBack(seenWith({ requests, code: 'gate := make(chan struct{}, 64)' }), 'orders', 3);
  expect(found.summary).toContain('Only 1 of 3');
  expect(found.actual).toBe('3 at profile, 1 at orders');
  expect(pointsAt(found)).toEqual([1]);
  expect(heldBack(seenWith({ requests, code: 't.MaxConnsPerHost = 9' }), 'orders', 3).hint).toMatch(/^MaxConnsPerHost/);
});

test('somebody else’s documents', () => {
  const found = mixedUp(seenWith({ id: 12 }), answered(200, '{"profile":{"id":13}}'), 250);
  expect(found.summary).toContain('the one for 12');
});
