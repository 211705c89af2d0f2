import { describe, expect, test } from 'vitest';
import { longDocumentLost, wrongDashboard } from '../../../checks/02-parallel-fetch/findings/merges.ts';
import { answered, asked, pointsAt, seenWith } from './seen.ts';

const sent = { profile: '{"id":7,"account":9007199254740993}', orders: '[{"total":19.90}]' };
const both = (profile: string, orders = sent.orders) => `{"profile":${profile},"orders":${orders}}`;

const judged = (body: string, { status = 200, type = 'application/json', code = '' } = {}) => {
  const reply = answered(status, body, type);
  return wrongDashboard(seenWith({ reply, code }), reply, { sent, nth: 1 });
};

test('both documents, in any order and spacing', () => {
  expect(judged(`{ "orders": ${sent.orders}, "profile": ${sent.profile} }`)).toBeUndefined();
});

describe('what became of a document', () => {
  test.each([
    [`{"orders":${sent.orders}}`, 'no member "profile"', 'struct tags'],
    [both(sent.orders), 'document of orders under "profile"', 'any order'],
    [both(JSON.stringify(sent.profile)), 'a text that contains JSON', 'json.RawMessage'],
    [both('"Ada"'), 'a text, not the document', 'base64'],
    [both('{"id":7,"account":9007199254740992}'), 'float64', 'json.RawMessage'],
    [both('{"id":7}'), 'not the document that profile sent', 'fields it names'],
  ])('%s', (body, summary, hint) => {
    const found = judged(body);
    expect(found?.summary).toContain(summary);
    expect(found?.hint).toContain(hint);
  });

  test('the first difference is shown with all its digits', () => {
    expect(judged(both('{"id":7,"account":9007199254740992}'))).toMatchObject({
      expected: 'profile.account: 9007199254740993',
      actual: 'profile.account: 9007199254740992',
    });
  });

  test('a changed document points at the decoding, a misplaced one at the encoding', () => {
    const code = 'json.NewEncoder(w)\njson.Unmarshal(text, &v)\n';
    const line = (body: string) => pointsAt(judged(body, { code }) ?? { evidence: [] });
    expect(line(both('{"id":7}'))).toEqual([2]);
    expect(line(both(sent.orders))).toEqual([1]);
  });
});

test.each([
  ['', { status: 500 }, 'not answered with 200'],
  ['[]', {}, 'not a JSON object'],
  [`${both(sent.profile)}{}`, {}, 'two JSON values'],
  [both(sent.profile), { type: 'text/plain' }, 'Content-Type'],
])('%s %o', (body, options, summary) => {
  expect(judged(body, options)?.summary).toContain(summary);
});

test('an upstream that was not asked: for a new id, and for one that was asked for before', () => {
  const reply = answered(200, both(sent.profile));
  const requests = { profile: [asked('/profiles/7')], orders: [asked('/orders/7'), asked('/orders/7')] };
  const found = (repeated: boolean) => wrongDashboard(seenWith({ reply, requests }), reply, { sent, nth: 2, repeated });
  expect(found(false)?.summary).toBe('GET /api/dashboard/7 was answered without asking profile.');
  expect(found(true)?.summary).toContain('without asking profile again');
});

test('a long document is lost: points at the limit', () => {
  const reply = answered(502, '');
  const seen = seenWith({ reply, code: 'client.Do(r)\nio.LimitReader(body, 4096)\n' });
  expect(pointsAt(longDocumentLost(seen, reply, 175_000))).toEqual([2]);
});
