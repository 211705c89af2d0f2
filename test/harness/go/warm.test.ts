import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cacheWarmth, isWarm, warmCache } from '../../../src/harness/go/warm.ts';

const cache = mkdtempSync(join(tmpdir(), 'warm-test-'));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

test('an empty cache is cold, and warming it can be called off', { timeout: 120_000 }, async () => {
  const environment = { ...process.env, GOCACHE: cache };
  expect(await cacheWarmth({ environment })).toContainEqual({ mode: 'plain', warm: false });
  const abort = new AbortController();
  const warming = warmCache({ environment, signal: abort.signal });
  abort.abort();
  await warming;
  expect(await isWarm({ environment })).toBe(false);
});

test('without Go there is nothing to warm', async () => {
  const environment = { ...process.env, PATH: '' };
  await warmCache({ environment });
  expect(await cacheWarmth({ environment })).toBeUndefined();
});
