import { expect, test } from 'vitest';
import { describe, describeExit, describeReply } from '../../../src/kit/index.ts';

test('what is missing is named for what it is: a reply, or an exit', () => {
  expect(describeReply(undefined)).toBe('no answer');
  expect(describeExit(undefined)).toBe('it was still running');
});

test('an exit is its code, its signal, or why we ended it', () => {
  expect(describe({ code: 3, signal: null, ms: 1 })).toBe('exit code 3');
  expect(describe({ code: null, signal: 'SIGKILL', ms: 1 })).toBe('ended by SIGKILL');
  expect(describe({ code: null, signal: 'SIGKILL', ms: 1, because: 'it printed too much' })).toBe(
    'it printed too much',
  );
});
