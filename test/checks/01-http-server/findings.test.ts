import { describe, expect, test } from 'vitest';
import { type Failure, parseJson, type ReplyProblem } from '#kit';
import { sameId, wrongLocation } from '../../../checks/01-http-server/findings/create-user.ts';
import { explain } from '../../../checks/01-http-server/findings/explain.ts';
import { notMalformed, stuck } from '../../../checks/01-http-server/findings/get-user.ts';
import { notAnArray, notEmpty, notEveryone } from '../../../checks/01-http-server/findings/lists.ts';
import { notRefused as notRefusedMethod, wrongAllow } from '../../../checks/01-http-server/findings/methods.ts';
import { notStatic, silent } from '../../../checks/01-http-server/findings/static.ts';
import { chunkedAccepted, chunkedRefused, tooLarge } from '../../../checks/01-http-server/findings/strict-input.ts';
import { unanswered } from '../../../checks/01-http-server/findings/unanswered.ts';
import { notAUser, otherUser } from '../../../checks/01-http-server/findings/user.ts';
import { notRefused, storedAnyway } from '../../../checks/01-http-server/findings/validates.ts';
import { expectAnswer } from '../../../checks/01-http-server/scene.ts';
import { answer, evidence, source } from './answer.ts';

const json = { 'Content-Type': 'application/json' };
const ada = { id: '1', name: 'Ada', email: 'a@b' };
const entry = { id: 1, name: 'Ada', email: 'a@b' };
const listOf = (...entries: unknown[]) => (parseJson(JSON.stringify(entries)) ?? []) as [];

describe('no complete answer', () => {
  const panic = 'http: panic serving 127.0.0.1:5: index out of range [5]\n\t/go/x.go:3\n\tstore.go:12 +0x1\n';
  test.each([
    ['timed-out', {}, /no complete answer came\./, /lock/],
    ['cut', { headers: { 'Content-Length': '9' } }, /no complete answer came\./, /counts bytes/],
    ['reset', { log: panic }, /the handler panicked: index out of range \[5\]/, /panics/],
    ['reset', { exit: { code: 2, signal: null, ms: 1 } }, /the program ended instead of answering/, /log\.Fatal/],
  ] as const)('%s, %o', (outcome, made, summary, hint) => {
    const finding = unanswered(answer({ outcome, ...made }));
    expect(finding?.summary).toMatch(summary);
    expect(finding?.hint).toMatch(hint);
  });

  test('shows where the handler panicked', () => {
    const reset = answer({ outcome: 'reset', log: panic, code: '' });
    const shown = unanswered({ ...reset, source: source({ 'store.go': 'package main\n'.repeat(12) }) });
    expect(shown?.evidence.map((one) => one.at)).toContainEqual({ file: 'store.go', line: 12 });
  });

  test('is nothing to say where one came', () => {
    expect(unanswered(answer())).toBeUndefined();
  });
});

describe('the usual cause of a wrong answer', () => {
  test('is not in a handler that was never reached', () => {
    const hint = 'decoder.DisallowUnknownFields() makes Decode return an error for it.';
    const status = (status: number) => of({ kind: 'status', wanted: 400 }, { status }, { hint }).hint;
    expect(status(201)).toBe(hint);
    for (const other of [405, 501, 301]) expect(status(other)).not.toBe(hint);
    const code = 'mux.HandleFunc("POST/api/users", create)';
    const refused = {
      ...answer({ status: 405, body: 'Method Not Allowed\n', code }),
      asked: { method: 'POST', path: '/api/users' },
    };
    const found = explain({ kind: 'status', wanted: 400 }, refused, { hint });
    expect(found.hint).toMatch(/space is missing/);
    expect(found.evidence?.[0]?.at).toEqual({ file: 'main.go', line: 1 });
  });

  const of = (problem: ReplyProblem, made: Parameters<typeof answer>[0], advice = {}) =>
    explain(problem, answer(made), advice);

  test.each([
    [404, 200, /No route matched/],
    [405, 201, /this method is not/],
    [501, 200, /starter/],
    [301, 200, /redirect/],
    [400, 201, /refused what the contract allows/],
    [500, 400, /4xx/],
    [200, 404, /return after it/],
    [200, 201, /pass the right one/],
    [403, 404, /first argument/],
  ])('%d instead of %d', (status, wanted, hint) => {
    expect(of({ kind: 'status', wanted }, { status }).hint).toMatch(hint);
  });

  test("a check's own advice comes first, but forms that are read as such come before it", () => {
    const advice = { hint: 'own' };
    expect(of({ kind: 'status', wanted: 201 }, { status: 400 }, advice).hint).toBe('own');
    const code = 'func create() { name := r.FormValue("name") }';
    expect(of({ kind: 'status', wanted: 201 }, { status: 400, code }, advice).hint).toMatch(/FormValue/);
    expect(of({ kind: 'status', wanted: 400 }, { status: 404, code }, advice).hint).toBe('own');
  });

  test('a body that is not JSON is compressed, or written twice, or put together by hand', () => {
    const gzip = { headers: { 'Content-Encoding': 'gzip' }, code: 'w.Header().Set("Content-Encoding", "gzip")' };
    expect(of({ kind: 'not-json', several: false }, gzip)).toMatchObject({ hint: expect.stringMatching(/gzip/) });
    expect(of({ kind: 'not-json', several: false }, gzip).evidence?.[0]?.at?.line).toBe(1);
    const twice = { status: 400, code: '\nwriteError(w, http.StatusBadRequest, "no")' };
    expect(of({ kind: 'not-json', several: true }, twice).evidence?.[0]?.at?.line).toBe(2);
    expect(of({ kind: 'not-json', several: false }, {}).hint).toMatch(/by hand/);
  });

  test('a wrong Content-Type points at what writes, not at what only speaks of it', () => {
    const code = '// http.Error( sends text\nlog.Println("http.Error(")\nfmt.Fprintln(w, ok)';
    expect(of({ kind: 'content-type' }, { code }).evidence?.[0]?.at?.line).toBe(3);
  });

  test('an answer is judged with it', () => {
    const wrong = () => expectAnswer(answer({ status: 404, headers: json })).status(200);
    expect(wrong).toThrow(
      expect.objectContaining<Partial<Failure>>({ message: expect.stringMatching(/404, not 200/) }),
    );
    expect(() => expectAnswer(answer({ outcome: 'reset' })).answered()).toThrow(/no complete answer/);
    expect(
      expectAnswer(answer({ body: [], headers: json }))
        .status(200)
        .json(),
    ).toEqual([]);
  });
});

describe('a user', () => {
  test.each([
    [{ ID: 1, Name: 'Ada', Email: 'a@b' }, /lacks id, name, email/, /struct tag sets/],
    [{ id: '1', name: 'Ada', email: 'a@b' }, /as the contract/, /in quotes/],
    [{ id: 0, name: 'Ada', email: 'a@b' }, /as the contract/, /nothing set it/],
    [{ id: 1, email: 'a@b' }, /lacks name/, /exported/],
    ['nobody', /lacks id, name, email/, /exported/],
  ])('%j is none', (body, summary, hint) => {
    const wrong = answer({ body: JSON.stringify(body) });
    const finding = notAUser(wrong, parseJson(wrong.reply.body) ?? null);
    expect(finding.summary).toMatch(summary);
    expect(finding.hint).toMatch(hint);
  });

  test('has the name, the e-mail and the id that were asked for', () => {
    expect(otherUser(answer(), ada, { name: 'Ada', email: 'a@b' })).toBeUndefined();
    expect(otherUser(answer(), ada, { ...ada, id: '2' })?.summary).toMatch(/the id is not that of this user/);
    const trims = answer({ code: 'u.Name = strings.TrimSpace(u.Name)' });
    const renamed = otherUser(trims, ada, { name: ' Ada', email: 'a@b' });
    expect(renamed?.hint).toMatch(/exactly as it was sent/);
    expect(renamed?.evidence[1]?.at?.line).toBe(1);
  });

  test('has an id of its own', () => {
    expect(sameId(ada, { ...ada, id: '2' }, source())).toBeUndefined();
    expect(sameId(ada, { ...ada, name: 'Zoe' }, source())?.actual).toBe('Ada and Zoe both have id 1');
  });
});

describe('Location', () => {
  const at = 'http://127.0.0.1:80/api/users';
  test.each(['/api/users/1', 'http://example.com/api/users/1', 'users/1'])('%s names the user', (location) => {
    expect(wrongLocation(answer({ headers: { Location: location } }), ada, at)).toBeUndefined();
  });

  test.each([
    ['', /no Location header/, /lost/],
    ['/api/users', /does not name/, /lost/],
    ['api/users/1', /does not name/, /\/api\/api\/users\/1/],
  ])('"%s" does not', (location, summary, hint) => {
    const finding = wrongLocation(answer({ headers: location ? { Location: location } : {} }), ada, at);
    expect(finding?.summary).toMatch(summary);
    expect(finding?.hint).toMatch(hint);
  });
});

describe('the list', () => {
  test('is an array, and empty at the start', () => {
    expect(notAnArray(answer({ body: 'null' }), null).hint).toMatch(/nil slice/);
    expect(notAnArray(answer({ body: '{}' }), {}).hint).toMatch(/without an object/);
    expect(notEmpty(answer(), [])).toBeUndefined();
    expect(notEmpty(answer(), listOf(entry))?.actual).toMatch(/1 entries/);
  });

  test('has everyone once', () => {
    const bob = { id: '2', name: 'Bob', email: 'b@c' };
    expect(notEveryone(answer(), listOf(entry), [ada])).toBeUndefined();
    expect(notEveryone(answer(), listOf(entry), [ada, bob])?.summary).toMatch(/1 of 2 users are not in the list/);
    expect(notEveryone(answer(), listOf(entry, entry), [ada])?.actual).toMatch(/user 1 more than once/);
    expect(notEveryone(answer(), listOf(entry, { ...entry, id: 9 }), [ada])?.summary).toMatch(/2 entries for 1 users/);
    expect(notEveryone(answer(), listOf(entry, 5), [ada])?.summary).toMatch(/entry 2 of the list is not a user/);
  });
});

describe('a wrong method', () => {
  test('is refused with the methods that are right', () => {
    expect(wrongAllow(answer({ headers: { Allow: 'GET, HEAD,POST' } }), 'PATCH', ['GET', 'POST'])).toBeUndefined();
    expect(wrongAllow(answer(), 'PATCH', ['GET'])?.summary).toMatch(/without an Allow/);
    expect(wrongAllow(answer({ headers: { Allow: 'GET, PATCH' } }), 'PATCH', ['GET'])?.summary).toMatch(
      /right methods/,
    );
  });

  test('a catch-all is shown where it hides the 405', () => {
    const advice = notRefusedMethod({
      ...answer({ status: 404, code: '// "/" is the root\nmux.HandleFunc("/", all)' }),
      asked: { method: 'POST', path: '/health' },
    });
    expect(advice.hint).toMatch(/pattern "\/"/);
    expect(advice.code?.at?.line).toBe(2);
  });
});

describe('an id', () => {
  test.each([
    ['abc', /Atoi/],
    ['0x1', /base 0/],
    ['1e0', /ParseFloat/],
    ['-1', /greater than 0/],
  ])('%s is malformed', (id, hint) => {
    expect(notMalformed(answer(), id).hint).toMatch(hint);
  });

  test('that leaves a lock locked is found by the next request', () => {
    expect(stuck(answer())).toBeUndefined();
    const found = stuck(answer({ outcome: 'timed-out', code: 'func get() {\n\ts.mu.RLock()\n\treturn\n}' }));
    expect(found?.evidence[1]?.at?.line).toBe(3);
  });
});

describe('what is not a user', () => {
  test('is not refused: the hint knows why', () => {
    expect(notRefused(answer({ status: 201 }), 'count').hint).toBe('count');
    expect(notRefused(answer({ status: 422 }), undefined).hint).toMatch(/writeError/);
    expect(notRefused(answer({ status: 500 }), 'count').hint).toMatch(/5xx/);
    expect(notRefused(answer({ status: 404 }), 'count').hint).toBeUndefined();
    const before = [{ name: 'Grace', email: 'g@h' }];
    expect(notRefused(answer({ status: 201, body: '{"name":"Grace"}' }), 'count', { before }).hint).toMatch(
      /new variable/,
    );
  });

  test('is stored all the same', () => {
    const body = [entry, { ...entry, id: 2, name: ' ' }];
    expect(storedAnyway(answer({ body }), 1)?.summary).toMatch(/in the list anyway: {"name":" "/);
    expect(storedAnyway(answer({ body }), 2)).toBeUndefined();
    expect(storedAnyway(answer({ body: [entry, 'x'] }), 1)).toBeUndefined();
  });

  test('too much of it is told apart from what is wrong', () => {
    const code = 'r.Body = http.MaxBytesReader(w, r.Body, 1<<20)';
    expect(tooLarge(answer({ status: 400, code })).hint).toMatch(/errors\.As/);
    expect(tooLarge(answer({ status: 400 })).hint).toMatch(/MaxBytesReader/);
    expect(chunkedAccepted('413', source())).toBeUndefined();
    expect(chunkedAccepted(undefined, source())?.actual).toBe('no answer');
    expect(chunkedRefused('201', source())).toBeUndefined();
    expect(chunkedRefused('411', source())?.actual).toBe('status 411');
  });
});

describe('one static file', () => {
  test('asks for no interpreter', () => {
    expect(notStatic({ format: 'elf', bytes: 1, stripped: true })).toBeUndefined();
    expect(notStatic({ format: 'elf', bytes: 1, stripped: true, interpreter: '/lib/ld.so' })?.summary).toMatch(
      /ld\.so/,
    );
  });

  test('answers without an environment', () => {
    const { reply } = answer({ outcome: 'reset' });
    expect(silent(answer().reply, evidence(''), source())).toBeUndefined();
    const asksHome = source({ 'main.go': 'x := os.Getenv("A")', 'a.go': 'dir, _ := os.UserHomeDir()' });
    expect(silent(reply, evidence(''), asksHome)?.evidence.at(-1)?.at?.file).toBe('a.go');
  });
});
