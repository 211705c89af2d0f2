import { describe, expect, it, test } from 'vitest';
import { hostileKept, sameAmongMany } from '../../../checks/03-middleware/findings/fresh-ids.ts';
import {
  harmlessNotKept,
  notInContext,
  notInLog,
  noValidId,
} from '../../../checks/03-middleware/findings/request-id.ts';
import { repeatedId } from '../../../checks/03-middleware/ids/many.ts';
import { harmlessIds, hostileIds, validId, visible } from '../../../checks/03-middleware/ids/samples.ts';
import { expectWords, lineOf, reply, saw, seen } from './seen.ts';

const withId = (id: string) => reply(200, '', { headers: [['X-Request-ID', id]] });

describe('the samples', () => {
  test.each(harmlessIds)('$what is valid', ({ id }) => expect(id).toMatch(validId));
  test.each(hostileIds)('$what is not, and its mark is', ({ id, mark }) => {
    expect(id).not.toMatch(validId);
    expect(id).toContain(mark);
    expect(mark).toMatch(validId);
  });
});

it('repeated ids are counted', () => {
  expect(repeatedId(['a', 'b', 'c'])).toBeUndefined();
  expect(repeatedId(['a', 'b', 'c', 'b', 'a'])).toEqual({ id: 'b', different: 3, of: 5 });
});

it('bytes that cannot be shown are made visible, and long ids are cut', () => {
  expect(visible('a\tö')).toBe('a\\x09\\xf6');
  expect(visible('w'.repeat(500))).toBe(`${'w'.repeat(160)}… (500 characters)`);
});

describe('findings', () => {
  const [tab] = hostileIds;
  const carried = { id: 'a', when: 'With an ordinary id' };
  const other = lineOf('{"path":"/whoami","status":200,"request_id":"b"}');
  it.each([
    [noValidId(saw(reply(200)), { what: 'A request', id: '' }), ['without the header X-Request-ID', 'next.ServeHTTP']],
    [noValidId(saw(reply(200)), { what: 'A request', id: 'a b' }), ['itself breaks the rules', 'X-Request-ID: a b']],
    [harmlessNotKept(saw(withId('x')), { what: 'an id', id: 'a' }), ['not kept: an id', 'X-Request-ID: x']],
    [notInContext(saw(reply(200)), { ...carried, found: 'none' }), ['finds none in its context']],
    [notInLog(saw(reply(200)), { ...carried, path: '/whoami', last: other }), ['another id', 'r.Header.Get']],
    [notInLog(saw(reply(200)), { ...carried, path: '/whoami' }), ['no JSON line about /whoami', 'inside the layer']],
    [sameAmongMany(seen(), { id: '7', different: 1, of: 600 }), ['600 different ids', 'not once for a connection']],
    [sameAmongMany(seen(), { id: '7', different: 9, of: 600 }), ['only 9 different ids', 'crypto/rand']],
  ])('%#', (finding, words) => expectWords(finding, ...words));

  it('points at where the logging layer is put around, when its line has no id', () => {
    const code = [
      'handler = withID(mux)',
      'handler = logged(handler)',
      'func logged(next http.Handler) http.Handler {',
      '\tlog.Info("x", "request_id", id)',
      '}',
    ];
    const last = (id: string) => lineOf(`{"method":"GET","path":"/whoami","request_id":"${id}"}`);
    const at = (id: string) =>
      notInLog({ ...seen(...code), reply: reply(200) }, { ...carried, path: '/whoami', last: last(id) })
        .evidence.map((one) => one.at?.line)
        .filter((line) => line !== undefined);
    expect(at('')).toEqual([2]);
    expect(at('of-a-stranger')).toEqual([4]);
  });

  it('tells a hostile id that was kept from one that was repaired', () => {
    const hostile = tab ?? expect.fail('there are hostile ids');
    expectWords(hostileKept(saw(withId(hostile.id)), hostile), 'was kept: it holds a tab');
    expectWords(hostileKept(saw(withId('KonradZuse-Z3')), hostile), 'repaired or shortened', 'KonradZuse-Z3');
  });
});
