import { expect, it } from 'vitest';
import { notReading, type Seen, stoppedBadly } from '../../../checks/05-scratch-image/findings/stops-gracefully.ts';
import { finalInstruction } from '../../../checks/05-scratch-image/lines.ts';
import { readDockerfile } from '../../../src/harness/docker/dockerfile/dockerfile.ts';
import { ordinaryLines } from './lines.ts';

const log = { kind: 'log', title: 'What the container printed', text: '' } as const;
const exit = (code: number) => ({ code, outOfMemory: false, ms: 100 });

const explain = (seen: Partial<Seen>) =>
  stoppedBadly({ status: '202', exit: exit(0), graceSeconds: 20, log, ...seen }, ordinaryLines());

it('a request that is answered, and exit code 0, is right', () => expect(explain({})).toBeUndefined());

it.each([
  [{ exit: exit(137) }, 'it was killed after 20 s', 'status 202, then exit code 137 (SIGKILL)'],
  [{ status: undefined }, 'The request in flight was dropped', 'no answer, then exit code 0'],
  [{ status: '100' }, 'The request in flight was dropped', 'no answer, then exit code 0'],
  [{ status: '503' }, 'The request in flight was dropped', 'status 503, then exit code 0'],
  [{ exit: exit(2) }, 'ended with exit code 2 on docker stop', 'status 202, then exit code 2'],
])('%j', (seen, words, actual) => {
  expect(explain(seen)).toMatchObject({ summary: expect.stringContaining(words), actual });
});

it('another stop signal is the first thing to look at', () => {
  const stopSignal = finalInstruction(readDockerfile('Dockerfile', 'FROM scratch\nSTOPSIGNAL SIGUSR1\n'), 'STOPSIGNAL');
  expect(explain({ exit: exit(137), stopSignal })?.hint).toContain('STOPSIGNAL SIGUSR1');
});

it('a handler that does not read is shown with its answer', () => {
  expect(notReading('HTTP/1.1 404 Not Found\r\nX: y', log).actual).toBe('HTTP/1.1 404 Not Found');
  expect(notReading('', log).actual).toBe('nothing');
});
