import { expect, it } from 'vitest';
import { handlerOf, sourceOf } from '#kit';

const source = (...lines: string[]) => {
  const text = lines.join('\n');
  return sourceOf({ list: () => ['main.go'], read: () => text });
};
const line = (path: string, ...lines: string[]) => handlerOf(source('package main', ...lines), path)?.line;

it('leads from the route to a function, and not to one whose name only contains the word', () => {
  const code = ['func (o *outbox) deliver() {}', 'mux.HandleFunc("GET /healthz", healthz)', 'func healthz(w, r) {}'];
  expect(line('/healthz', ...code)).toBe(4);
});

it('to a method, through what wraps it', () => {
  expect(
    line('/slow', 'mux.Handle("GET /slow", logged(http.HandlerFunc(s.slow)))', 'func (s *server) slow(w, r) {}'),
  ).toBe(3);
});

it('to ServeHTTP of a variable’s type', () => {
  const code = ['ready := &readiness{}', 'mux.Handle("GET /readyz", ready)', 'func (rd *readiness) ServeHTTP(w, r) {}'];
  expect(line('/readyz', ...code)).toBe(4);
  const given = [
    'func routes(ready *readiness) {',
    'mux.Handle("/readyz", ready)',
    'func (rd *readiness) ServeHTTP(w, r) {}',
  ];
  expect(line('/readyz', ...given)).toBe(4);
});

it('to the registration where the handler is written on the spot, or is not found', () => {
  expect(line('/healthz', 'mux.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) {')).toBe(2);
  expect(line('/healthz', 'mux.HandleFunc("/healthz", other.Package)')).toBe(2);
});

it('whatever a wildcard is called; nowhere for a path that is not registered', () => {
  expect(line('/users/{id}', 'mux.HandleFunc("GET /users/{userID}", get)', 'func get(w, r) {}')).toBe(3);
  expect(line('/users', 'mux.HandleFunc("GET /users/{id}", get)')).toBeUndefined();
});
