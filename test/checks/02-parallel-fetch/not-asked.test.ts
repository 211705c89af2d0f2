import { describe, expect, test } from 'vitest';
import {
  bothToOne,
  noDashboard,
  notAsked,
  noUpstreamAsked,
  programEnded,
} from '../../../checks/02-parallel-fetch/findings/not-asked.ts';
import { answered, asked, closed, pointsAt, seenWith } from './seen.ts';

const nothing = { profile: [], orders: [] };
const twiceProfile = { profile: [asked('/profiles/7'), asked('/orders/7')], orders: [] };

describe('an upstream was not asked', () => {
  test('neither', () => {
    expect(noUpstreamAsked(seenWith())).toBeUndefined();
    expect(noUpstreamAsked(seenWith({ requests: nothing }))?.expected).toBe(
      'GET /profiles/7 arrives at $PROFILE_URL, GET /orders/7 arrives at $ORDERS_URL',
    );
  });

  test('nobody says "answered" of a dashboard that was not', () => {
    const summary = (missing: readonly ('profile' | 'orders')[]) => notAsked(seenWith(), missing).summary;
    expect(summary(['profile', 'orders'])).toBe('GET /api/dashboard/7 is not answered, and neither upstream is asked.');
    expect(summary(['orders'])).toBe('GET /api/dashboard/7 is not answered, and orders is not asked.');
  });

  test('a handler that is not written yet is told so', () => {
    const code = 'x := os.Getenv("PROFILE_URL")';
    const hint = (status: number) =>
      noUpstreamAsked(seenWith({ requests: nothing, reply: answered(status, '{}'), code }))?.hint ?? '';
    expect(hint(501)).toContain('yours to write');
    expect(hint(200)).toContain('PROFILE_URL and ORDERS_URL');
    const other = seenWith({ requests: nothing, reply: answered(502, '{}'), code: 'x := os.Getenv("PROFILES_URL")' });
    expect(noUpstreamAsked(other)?.hint).toMatch(/reads PROFILES_URL instead/);
    expect(pointsAt(noUpstreamAsked(other) ?? { evidence: [] })).toEqual([1]);
  });

  test('both requests went to the other one', () => {
    expect(bothToOne(seenWith(), 'orders')).toBeUndefined();
    const seen = seenWith({ requests: twiceProfile });
    const actual = 'no request to orders, and to profile: GET /profiles/7, GET /orders/7';
    expect(bothToOne(seen, 'orders')).toMatchObject({ actual, expected: 'GET /orders/7 arrives at $ORDERS_URL' });
    expect(notAsked(seen, ['orders']).actual).toBe(actual);
  });

  test('requests for other dashboards do not count', () => {
    const requests = { profile: [asked('/profiles/7'), asked('/profiles/8')], orders: [] };
    expect(bothToOne(seenWith({ requests }), 'orders')).toBeUndefined();
  });
});

test('a program that ended: by a panic, or by itself', () => {
  const seen = seenWith({ reply: closed });
  const panicked = programEnded(seen, 'The upstream failed', [{ text: 'listening' }, { text: 'panic: no profile' }]);
  expect(panicked.actual).toBe('it is gone; it printed "panic: no profile"');
  expect(panicked.hint).toContain('handler’s own goroutine');
  expect(programEnded(seen, 'The upstream failed', [{ text: 'exit' }]).hint).toContain('os.Exit');
});

test('a dashboard that another check needs', () => {
  const ok = answered(200, '{}');
  expect(noDashboard(seenWith(), ok, 'in a row')).toBeUndefined();
  expect(noDashboard(seenWith(), closed, 'in a row')?.summary).toBe('A dashboard was not answered with 200 in a row.');
});
