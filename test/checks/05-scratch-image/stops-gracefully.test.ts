import { describe, expect, it } from 'vitest';
import {
  notAgain,
  notReading,
  type Seen,
  slowestStop,
  stoppedBadly,
} from '../../../checks/05-scratch-image/findings/stops-gracefully.ts';
import { finalInstruction } from '../../../checks/05-scratch-image/lines.ts';
import { readDockerfile } from '../../../src/harness/docker/dockerfile/dockerfile.ts';
import { ordinaryLines } from './lines.ts';

const log = { kind: 'log', title: 'What the container printed', text: '' } as const;
const exit = (code: number) => ({ code, outOfMemory: false, ms: 100 });

const explain = (seen: Partial<Seen>) =>
  stoppedBadly(
    { image: { env: {} }, status: '202', exit: exit(0), tookMs: 2_000, graceSeconds: 20, log, ...seen },
    ordinaryLines(),
  );

it('a request that is answered, and exit code 0, is right', () => expect(explain({})).toBeUndefined());

it.each([
  [{ exit: exit(137) }, 'it was killed after 20 s', 'status 202, then exit code 137 (SIGKILL) after 2 s'],
  [{ status: undefined }, 'The request in flight was dropped', 'no answer, then exit code 0 after 2 s'],
  [{ status: '100' }, 'The request in flight was dropped', 'no answer, then exit code 0 after 2 s'],
  [{ status: '503' }, 'The request in flight was dropped', 'status 503, then exit code 0 after 2 s'],
  [{ exit: exit(2) }, 'ended with exit code 2 on docker stop', 'status 202, then exit code 2 after 2 s'],
])('%j', (seen, words, actual) => {
  expect(explain(seen)).toMatchObject({ summary: expect.stringContaining(words), actual });
});

describe('the settings that the image ships', () => {
  it.each([
    [{ DRAIN_DELAY: '15s' }, { tookMs: 15_200 }, 'DRAIN_DELAY=15s: it needs longer to end than the 10 s'],
    [{ SHUTDOWN_TIMEOUT: '1ms' }, { status: undefined, exit: exit(1) }, 'SHUTDOWN_TIMEOUT=1ms'],
    [{ SINK_URL: 'http://x/' }, { exit: exit(1) }, 'and the image sets SINK_URL=http://x/'],
    [{}, { tookMs: 12_000 }, 'took 12 s to end'],
    [{ SHUTDOWN_TIMEOUT: '30s' }, { status: undefined }, 'The request in flight was dropped'],
  ])('%j %j', (env, seen, words) => {
    expect(explain({ image: { env: env as Record<string, string> }, ...seen })?.summary).toContain(words);
  });

  it('that only slow requests would show are a note', () => {
    expect(slowestStop({ env: {} })).toEqual([]);
    expect(slowestStop({ env: { DRAIN_DELAY: '1s', SHUTDOWN_TIMEOUT: '8s' } })).toEqual([]);
    expect(slowestStop({ env: { SHUTDOWN_TIMEOUT: '60s' } })[0]).toContain('SHUTDOWN_TIMEOUT=60s may take');
  });
});

it('another stop signal is the first thing to look at', () => {
  const stopSignal = finalInstruction(readDockerfile('Dockerfile', 'FROM scratch\nSTOPSIGNAL SIGUSR1\n'), 'STOPSIGNAL');
  expect(explain({ exit: exit(137), stopSignal })?.hint).toContain('STOPSIGNAL SIGUSR1');
});

it('a handler that does not read is shown with its answer', () => {
  expect(notReading('HTTP/1.1 404 Not Found\r\nX: y', log).actual).toBe('HTTP/1.1 404 Not Found');
  expect(notReading('', log).actual).toBe('nothing');
});

it('an image that answers only once is told from one that ends', () => {
  expect(notAgain(exit(3), log).actual).toBe('this one ended by itself, exit code 3');
  expect(notAgain(undefined, log).actual).toBe('this one runs, and nothing answers');
});
