import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { unanswered } from '../../../checks/01-http-server/findings/unanswered.ts';
import { lockedForever } from '../../../checks/common/code/locks.ts';
import { answer, source } from '../01-http-server/answer.ts';

const of = (code: string) => lockedForever(source({ 'main.go': code }));
const method = (name: string, ...lines: string[]) =>
  [`func (s *store) ${name}() {`, ...lines.map((line) => `\t${line}`), '}', ''].join('\n');

describe('a lock that is never given back', () => {
  test('is shown at the return that leaves it locked', () => {
    const early = method('get', 's.mu.RLock()', 'if !ok {', '\treturn', '}', 's.mu.RUnlock()');
    expect(of(early)).toMatchObject({
      hint: expect.stringContaining('defer s.mu.RUnlock()'),
      code: { at: { line: 4 } },
    });
    const none = method('get', 's.mu.Lock()', 'return u');
    expect(of(none)?.code?.at?.line).toBe(3);
  });

  test('or at the call that takes it again', () => {
    const code =
      method('add', 's.mu.Lock()', 'defer s.mu.Unlock()', 's.nextID()') +
      method('nextID', 's.mu.Lock()', 'defer s.mu.Unlock()');
    expect(of(code)).toMatchObject({
      hint: expect.stringMatching(/^nextID is called here/),
      code: { at: { line: 4 } },
    });
  });

  test.each([
    ['deferred', method('get', 's.mu.Lock()', 'defer s.mu.Unlock()', 'return u')],
    ['given back first', method('get', 's.mu.Lock()', 'u := s.u', 's.mu.Unlock()', 'return u')],
    [
      'a method without a lock',
      method('add', 's.mu.Lock()', 'defer s.mu.Unlock()', 's.next()') + method('next', 's.n++'),
    ],
    [
      'a call after the unlock',
      method('add', 's.mu.Lock()', 's.mu.Unlock()', 's.get()') + method('get', 's.mu.Lock()', 's.mu.Unlock()'),
    ],
  ])('is not seen in what is right: %s', (_name, code) => {
    expect(of(code)).toBeUndefined();
  });

  test('nor in the solution', () => {
    const store = readFileSync(new URL('../../../solutions/01-http-server/store.go', import.meta.url), 'utf8');
    expect(of(store)).toBeUndefined();
  });
});

test('a request that is never answered is led there', () => {
  const code = method('get', 's.mu.Lock()', 'return u');
  const finding = unanswered(answer({ outcome: 'timed-out', code }));
  expect(finding?.hint).toMatch(/leaves s\.mu locked/);
  expect(finding?.evidence.map(({ at }) => at?.line)).toContain(3);
});
