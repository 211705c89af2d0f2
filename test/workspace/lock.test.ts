import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownerOf, thisOwner } from '../../src/harness/lease/owner.ts';
import { locked } from '../../src/workspace/lock.ts';
import { temporary } from './course.ts';

/** A lock as another process left it. */
function lockOf(content: string): string {
  const path = join(temporary(), 'progress.json.lock');
  writeFileSync(path, content);
  return path;
}

test('one at a time, and nothing is left behind', async () => {
  const path = join(temporary(), 'deep', 'progress.json.lock');
  const turns = Array.from({ length: 20 }, (_, n) => locked(path, () => (existsSync(path) ? n : -1)));
  expect(await Promise.all(turns)).toEqual([...turns.keys()]);
  expect(readdirSync(join(path, '..'))).toEqual([]);
});

test('is released when the work throws', async () => {
  const path = join(temporary(), 'a.lock');
  await expect(locked(path, () => JSON.parse('{'))).rejects.toThrow(SyntaxError);
  expect(existsSync(path)).toBe(false);
});

test('a number that was given to another process does not hold it', async () => {
  const path = lockOf(JSON.stringify({ ...ownerOf(process.ppid), startedAt: '1' }));
  expect(await locked(path, () => 'done')).toBe('done');
});

test('a holder in another container is waited for, though no process here has its number', async () => {
  const since = Date.now() - 4_900;
  const path = lockOf(JSON.stringify({ ...ownerOf(2 ** 30), namespace: 'pid:[1]', since }));
  const begun = await locked(path, () => Date.now());
  expect(begun - since).toBeGreaterThanOrEqual(5_000);
});

test('an old file that names nobody does not hold it', async () => {
  for (const content of ['', '4711', 'null', '{"pid":1}']) {
    const path = lockOf(content);
    utimesSync(path, new Date(0), new Date(0));
    expect(await locked(path, () => 'done')).toBe('done');
  }
});

test('a living holder that never lets go is named after ten seconds', { timeout: 60_000 }, async () => {
  const path = lockOf(JSON.stringify(thisOwner()));
  await expect(locked(path, () => 'done')).rejects.toThrow(path);
});
