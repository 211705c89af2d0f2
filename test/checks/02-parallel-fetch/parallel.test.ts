import { expect, test } from 'vitest';
import {
  askedTooOften,
  oneAfterTheOther,
  sharedAnswer,
  wrongPath,
} from '../../../checks/02-parallel-fetch/findings/parallel.ts';
import { asked, pointsAt, seenWith } from './seen.ts';

test('one after the other: it came afterwards, or never', () => {
  const seen = seenWith({ code: 'func main() {\n\tgo fetch(a)\n\tclient.Do(r)\n}' });
  const afterwards = oneAfterTheOther(seen, 'orders', true, 5_000);
  expect(afterwards.summary).toContain('orders is not asked before profile has answered');
  expect(afterwards.actual).toBe('it arrived only once profile had been answered');
  expect(pointsAt(afterwards)).toEqual([2, 3]);
  expect(oneAfterTheOther(seen, 'orders', false, 5_000).actual).toContain('within 5 s');
});

test('the wrong path', () => {
  const seen = seenWith({ code: '// "/profiles/"\nx := url + "/profile/"\ny := base + "/profiles/"' });
  const found = wrongPath(seen, 'profile', asked('/profile/7'));
  expect(found).toMatchObject({ expected: 'GET /profiles/7', actual: 'GET /profile/7' });
  // What was asked for stands there, not what should have been.
  expect(pointsAt(found)).toEqual([2]);
});

test('too many requests for one dashboard, too few for two', () => {
  const requests = { profile: [asked('/profiles/7'), asked('/profiles/7'), asked('/profiles/8')], orders: [] };
  expect(askedTooOften(seenWith({ requests }), 'profile').actual).toBe('2 × GET /profiles/7');
  expect(sharedAnswer(seenWith(), 'orders').actual).toBe('1 × GET /orders/7, and two answers');
});

test('an upstream that was not asked at all was not asked once for both', () => {
  const none = sharedAnswer({ ...seenWith(), requests: { profile: [], orders: [] } }, 'orders');
  expect(none.summary).toContain('not asked at all');
  expect(none.hint).not.toContain('singleflight');
});
