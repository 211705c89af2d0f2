import { expect, test } from 'vitest';
import { tooManyConnections, unclosedBodies } from '../../../checks/02-parallel-fetch/findings/reuses-connections.ts';
import { seenWith } from './seen.ts';

test.each([
  ['t.DisableKeepAlives = true', 'close each connection'],
  ['request.Header.Set("Connection", "close")', 'close each connection'],
  ['&http.Client{Transport: &http.Transport{}}', 'Make it once'],
  ['client.Do(request)', 'read to the end'],
])('connections are not reused: %s', (code, hint) => {
  const found = tooManyConnections(seenWith({ code }), {
    dashboards: 200,
    opened: { profile: 9, orders: 50 },
    most: 4,
  });
  expect(found.summary).toContain('opened 50 connections to orders');
  expect(found.actual).toBe('9 to profile, 50 to orders');
  expect(found.hint).toContain(hint);
});

test.each<[string, boolean]>([
  ['client.Do(request)', true],
  ['client.Do(request)\ndefer response.Body.Close()', false],
  ['client.Do(request)\ndefer func() { _ = response.Body.Close() }()', false],
  ['writeJSON(w, 200, nil)', false],
])('bodies that nothing closes are worth a note: %s', (code, noted) => {
  expect(unclosedBodies(seenWith({ code })) !== undefined).toBe(noted);
});
