import { expect, test } from 'vitest';
import { describe, describeExit, describeReply } from '../../../src/kit/index.ts';

test('what is missing is named for what it is: a reply, or an exit', () => {
  expect(describeReply(undefined)).toBe('no answer');
  expect(describeExit(undefined)).toBe('it was still running');
});

test('an exit is its code, its signal, or why we ended it', () => {
  expect(describe({ code: 3, signal: null, ms: 1 })).toBe('exit code 3');
  expect(describe({ code: null, signal: 'SIGKILL', ms: 1 })).toBe('ended by SIGKILL');
  const killed = { code: null, signal: 'SIGKILL', ms: 1 };
  expect(describe({ ...killed, exceeded: { what: 'output', limit: 64e6 } })).toContain('printed more than 64 MB');
  expect(describe({ ...killed, exceeded: { what: 'memory', limit: 2 ** 30 } })).toContain('1024 MiB of memory');
});
