/** Where a request hangs, by the goroutines that a program printed. */
import { expect, test } from 'vitest';
import type { Goroutine } from '#kit';
import { whereStuck } from '../../../checks/common/findings/stuck.ts';
import { source } from '../01-http-server/answer.ts';

const store = `package main

func (s *store) add(u user) {
	s.mu.Lock()
	defer s.mu.Unlock()
}

func (s *store) list() []user {
	s.mu.Lock()
	if s.empty {
		s.mu.Unlock()
		return nil
	}
	return s.users
}

func (s *store) count() {
	s.other.Lock()
	s.n++
}
`;
const code = source({ 'store.go': store });

const goroutine = (state: string, line: number, ...library: string[]): Goroutine => ({
  id: 9,
  state,
  text: '',
  frames: [
    ...library.map((name) => ({ function: name, own: false })),
    { function: 'main.f', own: true, at: { file: 'store.go', line } },
    { function: 'net/http.(*conn).serve', own: false },
  ],
});
const locks = goroutine('sync.Mutex.Lock', 4, 'internal/sync.(*Mutex).Lock', 'sync.(*RWMutex).Lock');

test('the holder of the lock that is waited for is shown where it leaves it locked', () => {
  const stuck = whereStuck([locks], code);
  expect(stuck?.hint).toMatch(/return leaves s\.mu locked/);
  expect(stuck?.code?.at?.line).toBe(14);
});

test('a function that never unlocks is shown where it locks', () => {
  const other = goroutine('sync.Mutex.Lock', 18, 'sync.(*Mutex).Lock');
  expect(whereStuck([other], code)).toMatchObject({
    hint: expect.stringMatching(/^count takes/),
    code: { at: { line: 18 } },
  });
});

test('who waits for something else is told no story of locks', () => {
  const waits = whereStuck([goroutine('sync.WaitGroup.Wait', 10, 'sync.(*WaitGroup).Wait')], code);
  expect(waits?.hint).toMatch(/store\.go:10 .*WaitGroup/);
  expect(waits?.code?.at?.line).toBe(10);
});

test('without goroutines the code alone has to tell', () => {
  expect(whereStuck([], code)?.code?.at?.line).toBe(14);
  expect(whereStuck([{ ...locks, frames: [] }], code)).toBeUndefined();
});
