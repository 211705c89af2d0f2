/** Methods that several types have: which one runs. */
import { expect, it } from 'vitest';
import { functionsIn, handlerOf, reachOf, sourceOf } from '#kit';

const types = [
  'type store struct {',
  '\tmu sync.Mutex',
  '}',
  'type cache struct {',
  '\tinner *store',
  '}',
  'func (s *store) get() {',
  '}',
  'func (c *cache) get() {',
  '}',
  'func newCache() (*cache, error) {',
  '}',
];

const reached = (...body: string[]) => {
  const lines = ['package main', 'import (', '\t"net/http"', ')', ...types, ...body];
  const source = sourceOf({ list: () => ['main.go'], read: () => lines.join('\n') });
  const from = functionsIn(source).find(({ name }) => name === 'handle');
  const spans = reachOf(source, { file: 'main.go', line: from?.from ?? 0 });
  return spans.slice(1).map(({ from: line }) =>
    /\((?:\w+ )\*?(\w+)\) (\w+)/
      .exec(lines[line - 1] ?? '')
      ?.slice(1)
      .join('.'),
  );
};

it.each([
  ['the receiver', ['func (s *store) handle() {', '\ts.get()', '}'], ['store.get']],
  ['a parameter', ['func handle(w http.ResponseWriter, c *cache) {', '\tc.get()', '}'], ['cache.get']],
  ['a value that is made', ['func handle() {', '\tc := &cache{}', '\tc.get()', '}'], ['cache.get']],
  ['what a function returns', ['func handle() {', '\tc, err := newCache()', '\tc.get()', '}'], ['cache.get']],
  ['a field', ['func (c *cache) handle() {', '\tc.inner.get()', '}'], ['store.get']],
  ['a method handed on', ['func handle(c *cache) {', '\tserve(c.get)', '}'], ['cache.get']],
])('is told by %s', (_, body, methods) => {
  expect(reached(...body).filter((one) => one !== undefined)).toEqual(methods);
});

it('is not told where no type is written, nor for a package, a map or a plain name', () => {
  for (const call of ['x.get()', 'find().get()', 'http.get()', 'get()', 'items[0].get()'])
    expect(reached('func handle() {', `\t${call}`, '}')).toEqual([]);
});

it('is the only one there is, whatever it is called on, but never that of a package', () => {
  const only = ['func (s *store) Get() {', '}'];
  expect(reached(...only, 'func handle() {', '\tx.Get()', '}')).toEqual(['store.Get']);
  expect(reached(...only, 'func handle() {', '\thttp.Get()', '}')).toEqual([]);
});

it('a route leads to the method of the right type, else to its registration', () => {
  const line = (...body: string[]) =>
    handlerOf(sourceOf({ list: () => ['main.go'], read: () => [...types, ...body].join('\n') }), '/x')?.line;
  expect(line('func routes(c *cache) {', '\tmux.HandleFunc("GET /x", c.get)', '}')).toBe(9);
  expect(line('func routes(s *store) {', '\tmux.HandleFunc("GET /x", s.get)', '}')).toBe(7);
  expect(line('func routes() {', '\tmux.HandleFunc("GET /x", unknown.get)', '}')).toBe(14);
});
