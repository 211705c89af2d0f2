import { describe, expect, test } from 'vitest';
import {
  clientGoneUnnoticed,
  nothingToCancel,
  siblingStillOpen,
} from '../../../checks/02-parallel-fetch/findings/cancelled.ts';
import { pointsAt, seenWith } from './seen.ts';

const failed = { failed: 'profile', fault: 'hung-up', waitedMs: 5_000 } as const;

describe('the request to the other upstream goes on', () => {
  test('before its answer, or in the middle of its document', () => {
    const before = siblingStillOpen(seenWith(), { ...failed, midBody: false });
    expect(before.summary).toContain('profile closed the connection without an answer, but the request to orders');
    expect(before.hint).toMatch(/^Make every upstream request/);
    const midBody = siblingStillOpen(seenWith(), { ...failed, midBody: true });
    expect(midBody.expected).toContain('in the middle of its document');
    expect(midBody.hint).toContain('until the body is read');
  });

  test.each(['http.Get(url)', 'context.WithoutCancel(ctx)', 'http.NewRequest("GET", url, nil)', 'c.Get(profileURL)'])(
    '%s knows nothing of the client',
    (code) => {
      const found = siblingStillOpen(seenWith({ code: `package main\n\n${code}` }), { ...failed, midBody: false });
      expect(found.hint).toContain('knows nothing of the client');
    },
  );

  test('points at the context that is not the client’s', () => {
    const code = 'client.Do(r)\nctx := context.Background()';
    expect(pointsAt(siblingStillOpen(seenWith({ code }), { ...failed, midBody: false }))).toEqual([2]);
  });
});

test('nothing to cancel', () => {
  expect(nothingToCancel(seenWith(), 'orders').summary).toContain('orders is not asked while profile has not answered');
});

test('the client left', () => {
  const left = { waitedMs: 5_000, midBody: false };
  const both = clientGoneUnnoticed(seenWith(), { ...left, still: ['profile', 'orders'] });
  expect(both.summary).toBe('The client left, but the request to profile and to orders was not cancelled.');
  const one = clientGoneUnnoticed(seenWith(), { ...left, still: ['orders'], answered: 'profile' });
  expect(one.summary).toContain('after profile had answered');
});

test('requests that have a context already are not told to have one', () => {
  const code = 'request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)';
  const { hint } = siblingStillOpen(seenWith({ code }), { ...failed, midBody: false });
  expect(hint).toMatch(/have a context, but nothing cancels it/);
});
