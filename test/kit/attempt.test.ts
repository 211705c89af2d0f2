import { expect, test } from 'vitest';
import { attempt, FaultyProgram, fail } from '#kit';

test('work brings its value', async () => {
  expect(await attempt(Promise.resolve(7))).toEqual({ ok: true, value: 7 });
});

test('or what it found, also where the program cannot be checked at all', async () => {
  const found = attempt(Promise.resolve().then(() => fail({ summary: 'Wrong.' })));
  expect(await found).toEqual({ ok: false, finding: { summary: 'Wrong.', evidence: [] } });
  const faulty = await attempt(Promise.reject(new FaultyProgram({ kind: 'no-main', files: ['main.go'] })));
  expect(faulty.ok ? '' : faulty.finding.summary).toMatch(/no program here/);
});

test('and throws what is our own fault', async () => {
  await expect(attempt(Promise.reject(new TypeError('ours')))).rejects.toThrow('ours');
});
