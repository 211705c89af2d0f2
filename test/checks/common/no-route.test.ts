import { describe, expect, test } from 'vitest';
import { noRoute } from '../../../checks/common/findings/no-route.ts';
import { fits, literalSince, routeOf, takes } from '../../../checks/common/routes/patterns.ts';
import { makeReply } from '../../../src/harness/http/reply.ts';
import { type Files, sourceOf } from '../../../src/kit/index.ts';

const sourceOfTexts = (texts: Record<string, string>) => {
  const files: Pick<Files, 'list' | 'read'> = { list: () => Object.keys(texts), read: (path) => texts[path] };
  return sourceOf(files);
};

const muxSays = { 404: '404 page not found\n', 405: 'Method Not Allowed\n' } as Record<number, string>;
const reply = (status: number, body = muxSays[status] ?? '', location?: string) =>
  makeReply(
    { url: 'http://127.0.0.1:1/x' },
    {
      outcome: 'answered',
      status,
      rawHeaders: location ? ['Location', location] : [],
      body: Buffer.from(body),
      ms: 1,
    },
  );

const one = { method: 'GET', path: '/api/users/1' };
const users = { method: 'POST', path: '/api/users' };
const goMod = 'module example.com/user-service\n\ngo 1.22\n';

type Case = { routes: string; status?: number; body?: string; location?: string; asked?: typeof one; mod?: string };
const why = ({ routes, status = 404, body, location, asked = one, mod = goMod }: Case) =>
  noRoute(reply(status, body, location), asked, sourceOfTexts({ 'go.mod': mod, 'main.go': routes }));

const handles = (pattern: string, more = '') => `package main\n\nmux.HandleFunc("${pattern}", get)\n${more}`;

describe('why the route that should have answered is not reached', () => {
  test.each<[string, Case, RegExp, string]>([
    ['a star', { routes: handles('GET /api/users/*') }, /"GET \/api\/users\/\{id\}"/, 'main.go:3'],
    ['a colon', { routes: handles('GET /api/users/:id') }, /these very characters/, 'main.go:3'],
    ['angle brackets', { routes: handles('GET /api/users/<id>') }, /braces/, 'main.go:3'],
    ['no space', { routes: handles('POST/api/users'), asked: users, status: 405 }, /space is missing/, 'main.go:3'],
    ['small letters', { routes: handles('get /api/users/{id}') }, /capital letters/, 'main.go:3'],
    ['no go line', { routes: handles('GET /api/users/{id}'), mod: 'module x\n' }, /has no go line/, 'go.mod:1'],
    [
      'an old go line',
      { routes: handles('GET /api/users/{id}'), mod: 'module x\n\ngo 1.21\n' },
      /says go 1\.21/,
      'go.mod:3',
    ],
    [
      'another path',
      { routes: handles('GET /api/user/{id}') },
      /nearest one is "GET \/api\/user\/\{id\}"/,
      'main.go:3',
    ],
    ['a path without its prefix', { routes: handles('GET /users/1') }, /nearest/, 'main.go:3'],
    [
      'another method',
      { routes: handles('GET /api/users'), asked: users, status: 405 },
      /no pattern takes POST/,
      'main.go:3',
    ],
    [
      'a slash at the end, after a pattern for another method',
      {
        routes: `${handles('GET /api/users')}mux.HandleFunc("POST /api/users/", add)\n`,
        asked: users,
        status: 307,
        location: '/api/users/',
      },
      /"POST \/api\/users\/" ends with a slash.*Take the slash away/,
      'main.go:4',
    ],
    ['a catch-all', { routes: handles('/'), body: '{"error":"no"}' }, /takes everything below \//, 'main.go:3'],
    [
      'another name',
      { routes: handles('GET /api/users/{id}', 'r.PathValue("userID")'), status: 400, body: '{"error":"id"}' },
      /"userID"\) is always empty.*\{id\}/,
      'main.go:4',
    ],
  ])('%s', (_name, made, hint, place) => {
    const found = why(made);
    expect(found?.hint).toMatch(hint);
    expect(found?.code?.title).toBe(place);
  });

  test.each<[string, Case]>([
    ['a handler that knows no such user', { routes: handles('GET /api/users/{id}'), body: '{"error":"no user 1"}' }],
    ['a handler that calls http.NotFound', { routes: handles('GET /api/users/{id}') }],
    [
      'a redirect of the handler itself',
      { routes: handles('POST /api/users'), asked: users, status: 303, location: '/api/users/1' },
    ],
    [
      'a redirect to where no pattern is seen',
      { routes: handles('POST /api/users'), asked: users, status: 307, location: '/api/users/' },
    ],
    ['a router without patterns', { routes: 'package main\n\nswitch r.URL.Path {\n}' }],
    ['the right name', { routes: handles('GET /api/users/{id}', 'r.PathValue("id")'), status: 400 }],
  ])('is nothing to say of %s', (_name, made) => {
    expect(why(made)).toBeUndefined();
  });
});

test.each([
  ['/api/users/{id}', '/api/users/7', true],
  ['/api/users/{id}', '/api/users/', false],
  ['/api/users/{id}', '/api/users/7/x', false],
  ['/files/{rest...}', '/files/a/b', true],
  ['/api/', '/api/users', true],
  ['/api', '/api/users', false],
  ['/{$}', '/', true],
  ['/{$}', '/x', false],
])('%s fits %s: %s', (pattern, path, right) => {
  expect(fits(pattern, path)).toBe(right);
});

test('a pattern without a method takes every one, and GET also HEAD', () => {
  expect(takes({ method: '', path: '/x' }, { method: 'PUT', path: '/x' })).toBe(true);
  expect(takes({ method: 'GET', path: '/x' }, { method: 'HEAD', path: '/x' })).toBe(true);
  expect(takes({ method: 'GET', path: '/x' }, { method: 'POST', path: '/x' })).toBe(false);
});

test('the registration of a path is not the first text that holds it', () => {
  const code = 'w.Header().Set("Location", "/api/users/"+id)\nmux.Handle("/api/users/", h)\nmux.Handle("/", h)';
  const source = sourceOfTexts({ 'main.go': code });
  expect(routeOf('/api/users/7', source)?.at.line).toBe(2);
  expect(routeOf('/nope', source)?.at.line).toBe(3);
  expect(routeOf('/api/users/7', sourceOfTexts({ 'main.go': '' }))).toBeUndefined();
});

test('a module without a file has no version to be old', () => {
  expect(literalSince(sourceOfTexts({ 'main.go': '' }))).toBeUndefined();
  expect(literalSince(sourceOfTexts({ 'go.mod': 'module x\n\ngo 1.24.1\n' }))).toBeUndefined();
});
