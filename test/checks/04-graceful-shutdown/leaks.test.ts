import { expect, test } from 'vitest';
import { connectionsLeft } from '../../../checks/04-graceful-shutdown/findings/leaks/connections.ts';
import { evidence, marked, seenOf } from './seen.ts';

const left = (what: 'database' | 'sink', open: number, source: string[] = []) =>
  connectionsLeft(
    { what, after: '12 readiness probes', open, kept: 3, log: evidence('the log') },
    seenOf({ source }).source,
  );

test('a pool may keep some', () => {
  expect(left('database', 3)).toBeUndefined();
  expect(left('sink', 0)).toBeUndefined();
});

test('connections that pile up are counted, and the dial is shown', () => {
  const finding = left('database', 12, ['package main', 'conn, err := net.Dial("tcp", addr)']);
  expect(finding?.summary).toBe('After 12 readiness probes, 12 connections to $DB_ADDR are still open.');
  expect(marked(finding?.evidence.at(-1))).toContain('net.Dial');
});

test('the request to the sink is shown, not the one to the gate', () => {
  const finding = left('sink', 12, [
    'ask, err := http.NewRequestWithContext(r.Context(), http.MethodGet, gateURL, nil)',
    'res, err := http.DefaultClient.Do(ask)',
    'req, err := http.NewRequestWithContext(ctx, http.MethodPost, o.sinkURL, body)',
    'res, err := o.client.Do(req)',
  ]);
  expect(marked(finding?.evidence.at(-1))).toContain('o.client.Do(req)');
});
