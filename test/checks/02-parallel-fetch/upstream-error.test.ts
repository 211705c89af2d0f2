import { describe, expect, test } from 'vitest';
import {
  askedAgain,
  type Failing,
  noBadGateway,
  notTried,
  waitedForBoth,
  wrongBadGateway,
} from '../../../checks/02-parallel-fetch/findings/upstream-error.ts';
import { faults } from '../../../checks/02-parallel-fetch/upstreams/faults.ts';
import { answered, asked, pointsAt, seenWith } from './seen.ts';

const failing: Failing = { name: 'profile', fault: 'status-500', other: 'silent' };
const neverAsked = { profile: [asked('/profiles/7')], orders: [] };

describe('the answer is a 502', () => {
  const judged = (body: string, type?: string, requests = seenWith().requests) => {
    const reply = answered(502, body, type);
    return wrongBadGateway(seenWith({ reply, requests }), failing, reply);
  };

  test('that names the failing upstream', () => {
    expect(judged('{"error":"answered 500","upstream":"profile"}')).toBeUndefined();
  });

  test.each([
    ['{"error":"context canceled","upstream":"orders"}', 'it names orders'],
    ['{"error":"answered 500"}', 'it does not name the upstream'],
    ['{"error":"","upstream":"profile"}', 'its "error" is empty'],
    ['{"upstream":"profile"}', 'not the JSON of the contract'],
    ['profile failed', 'not the JSON of the contract'],
    ['{"error":"no","upstream":"profile"}\n{"profile":null}', 'two JSON values'],
  ])('%s', (body, words) => {
    expect(judged(body)?.summary).toContain(words);
  });

  test('that names the other one, as the handler looks at an error that is never set', () => {
    const code =
      'mux.Handle("GET /api/dashboard/{id}", h)\nfunc (h *dash) ServeHTTP() {\n\tvar bad error\n\tgo func() {\n\t\tdoc, bad := ask()\n\t}()\n\tsend(bad)\n}\nvar h = dash{}\n';
    const reply = answered(502, '{"error":"context canceled","upstream":"orders"}');
    const found = wrongBadGateway(seenWith({ reply, code }), failing, reply);
    expect(found?.hint).toContain('the bad of line 3 stays nil');
    expect(pointsAt({ evidence: found?.evidence ?? [] })).toEqual([5]);
  });

  test('as plain text', () => {
    expect(judged('{"error":"no","upstream":"profile"}', 'text/plain')?.actual).toBe('Content-Type: text/plain');
  });

  test('that blames the other one, which was not even asked', () => {
    expect(judged('{"error":"open","upstream":"orders"}', undefined, neverAsked)?.hint).toContain('circuit breaker');
  });
});

describe('the answer is no 502', () => {
  const reply = answered(200, '{"profile":null,"orders":[]}');
  const found = (one: Partial<Failing> = {}, waited = false, code = '') =>
    noBadGateway(seenWith({ reply, code }), { ...failing, ...one }, waited);

  test('every fault has its own sentence', () => {
    const summaries = faults.map((fault) => found({ fault }).summary);
    expect(new Set(summaries).size).toBe(faults.length);
    expect(found({ fault: 'refused' }).summary).toBe(
      'The upstream profile refused the connection, and the dashboard was not answered with 502.',
    );
  });

  test('the advice is about the fault, and points at the line', () => {
    const { hint, evidence } = found({ fault: 'cut-body' }, false, 'package main\n\tbody, err := io.ReadAll(r.Body)\n');
    expect(hint).toContain('io.ErrUnexpectedEOF');
    expect(pointsAt({ evidence })).toEqual([2]);
  });

  test('a dropped error is named first', () => {
    const { hint, evidence } = found({}, false, 'profile, err := get(a)\norders, _ := get(b)\nclient.Do(r)\n');
    expect(hint).toMatch(/^In your code an error is thrown away with _\./);
    expect(pointsAt({ evidence })).toEqual([2]);
  });

  test('an error that is never set comes before all other advice', () => {
    const code =
      'func dashboard() {\n\tvar bad error\n\tif doc, bad := ask(); bad != nil {\n\t\tlog(doc, bad)\n\t}\n\tsend(bad)\n}\nmux.HandleFunc("GET /api/dashboard/{id}", dashboard)\n';
    const { hint, evidence } = found({}, false, code);
    expect(hint).toMatch(/^:= makes a new bad here/);
    expect(pointsAt({ evidence })).toEqual([3]);
  });

  test('the second one to finish fails', () => {
    const { summary, hint } = found({ other: 'answers' });
    expect(summary).toContain('after orders had answered');
    expect(hint).toContain('second result');
  });

  test('nothing came while the other was silent', () => {
    expect(found({}, true).actual).toMatch(/^nothing while orders was silent; then status 200/);
    expect(noBadGateway(seenWith(), failing, true).actual).toBe('nothing while orders was silent; then no answer yet');
  });

  test('the failing one was not asked, except where it refuses connections', () => {
    const requests = { profile: [], orders: [asked('/orders/7')] };
    expect(noBadGateway(seenWith({ reply, requests }), failing, false).summary).toContain('without asking profile');
    const refused = noBadGateway(seenWith({ reply, requests }), { ...failing, fault: 'refused' }, false);
    expect(refused.summary).toContain('refused the connection');
  });

  test('an earlier document stands in for it', () => {
    const old = answered(200, '{"profile":{"name":"Ada 7","id":7},"orders":[]}');
    expect(noBadGateway(seenWith({ reply: old }), failing, false).summary).toContain('had sent before');
  });
});

test('asked again, not asked, and waited for both', () => {
  const reply = answered(502, '{}');
  expect(askedAgain(seenWith(), failing, 2).summary).toContain('answered 500, and was asked 2 times');
  expect(notTried(seenWith({ reply }), 'orders', reply).actual).toBe('no request to orders; status 502 with body {}');
  expect(waitedForBoth(seenWith({ reply }), failing, 5_000).actual).toContain('nothing for 5 s');
});
