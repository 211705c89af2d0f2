import { expect, test } from 'vitest';
import { wrongBadRequest } from '../../../checks/02-parallel-fetch/findings/validates.ts';
import { answered, asked, closed, seenWith } from './seen.ts';

const noRequests = { profile: [], orders: [] };

test.each([
  [answered(400, '{"error":"no id"}'), noRequests, undefined],
  [answered(400, '{"error":"no id"}'), { ...noRequests, orders: [asked('/orders/abc')] }, 'ask orders'],
  [answered(404, '{"error":"no id"}'), noRequests, 'not answered with 400'],
  [answered(400, '{}'), noRequests, 'not answered with 400'],
  [answered(400, '{"error":"no id"}', 'text/plain'), noRequests, 'wrong Content-Type'],
  [closed, noRequests, 'not answered with 400'],
])('a malformed id, case %#', (reply, requests, summary) => {
  const found = wrongBadRequest(seenWith({ id: 'abc', requests, reply }), reply);
  if (summary) expect(found?.summary).toContain(summary);
  else expect(found).toBeUndefined();
});
