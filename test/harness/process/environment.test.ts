/** Odd settings of the machine, straightened before a tool gets them. */
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { baseEnvironment } from '../../../src/harness/process/environment.ts';
import { homeOf } from '../../../src/harness/process/home.ts';
import { scratchRoot } from '../../../src/harness/run/root.ts';

afterEach(() => void vi.unstubAllEnvs());

test('a relative folder for temporary files is the one beside us, in whatever folder a tool runs', () => {
  vi.stubEnv('TMPDIR', 'tmp');
  expect(baseEnvironment({ TMPDIR: 'tmp' })).toEqual({ TMPDIR: resolve('tmp') });
  expect(scratchRoot()).toBe(resolve('tmp', `go-cloud-workshop-${userInfo().uid}`));
});

describe('a HOME that is set and empty, or relative', () => {
  test.each(['', 'here'])('"%s" is not the working folder', (HOME) => {
    vi.stubEnv('HOME', HOME);
    expect(homeOf({ HOME })).toBe(userInfo().homedir);
  });

  test('does not leave the go command without a cache', () => {
    expect(baseEnvironment({ HOME: '' })).toEqual({ HOME: userInfo().homedir });
    expect(baseEnvironment({})).toEqual({});
  });
});
