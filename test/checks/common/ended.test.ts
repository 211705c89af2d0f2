import { describe, expect, test } from 'vitest';
import { explainFault } from '../../../checks/common/explain-fault.ts';
import { endsUnasked } from '../../../checks/common/findings/ended.ts';
import {
  type Crash,
  crashIn,
  type Evidence,
  type Exit,
  type Finding,
  type ProgramEnd,
  sourceOf,
} from '../../../src/kit/index.ts';
import { replyOf } from '../04-graceful-shutdown/seen.ts';
import { filesOf } from '../files.ts';

const log: Evidence = { kind: 'log', title: 'output', text: '' };
const exchange: Evidence = { kind: 'http', title: 'GET /x', text: 'GET /x' };
const elsewhere: Evidence = { kind: 'code', title: 'main.go:1', text: '> 1', at: { file: 'main.go', line: 1 } };
const during: Finding = {
  summary: 'GET /x: no complete answer came.',
  hint: 'A lock?',
  evidence: [exchange, elsewhere],
};
const died: Exit = { code: 2, signal: null, ms: 5 };
const files = (code = '') => filesOf({ 'main.go': code || 'package main\n'.repeat(30) });

const crashed = (crash: Partial<Crash>, more: object = {}): ProgramEnd => ({
  kind: 'crashed',
  crash: { kind: 'panic', message: 'oops', at: { file: 'main.go', line: 24 }, text: 'panic: oops', ...crash },
  exit: died,
  log,
  during,
  ...more,
});

describe('a crash comes first', () => {
  test('with its own line as the place, and what the check saw as the symptom', () => {
    const finding = explainFault(crashed({ message: 'close of closed channel' }), files());
    expect(finding).toMatchObject({
      summary: 'The program crashed at main.go:24: panic: close of closed channel.',
      actual: 'the program ended: exit code 2\nwhat we were looking at: GET /x: no complete answer came.',
      hint: expect.stringMatching(/once only/),
    });
    expect(finding.evidence.map(({ kind, at }) => [kind, at?.line])).toEqual([
      ['code', 24],
      ['http', undefined],
      ['log', 24],
    ]);
  });

  test('where it happened in a goroutine of the program, the place that started it is shown too', () => {
    const finding = explainFault(crashed({ startedAt: { file: 'main.go', line: 20 } }), files());
    expect(finding.hint).toContain('only in the handler’s own goroutine');
    expect(finding.evidence.map(({ at }) => at?.line).slice(0, 2)).toEqual([24, 20]);
  });

  test('but not before a race, which names both sides', () => {
    const race: Finding = { summary: 'A race.', evidence: [{ kind: 'race', title: 'report', text: '' }] };
    const fault = crashed({ kind: 'fatal-error', message: 'concurrent map writes' }, { during: race });
    expect(explainFault(fault, files())).toEqual(race);
  });

  test.each([
    ['runtime error: invalid memory address or nil pointer dereference', /nil/],
    ['assignment to entry in nil map', /make\(map/],
    ['all goroutines are asleep - deadlock!', /waits for another/],
    ['stack overflow', /calls itself/],
    ['pattern "GET /" (registered at a.go:1) conflicts with pattern "/api/"', /more specific/],
    ['parsing "GET/ x": at offset 0: invalid method "GET/"', /one space/],
    ['something of its own', /that line/],
  ])('%s is explained', (message, hint) => {
    expect(explainFault(crashed({ message }), files()).hint).toMatch(hint);
  });
});

describe('a program that ended by itself', () => {
  const end = (code: number): ProgramEnd => ({
    kind: 'ended-by-itself',
    exit: { code, signal: null, ms: 5 },
    log,
    during,
  });

  test.each([
    [0, 'func main() {\n\tgo serve()\n\tfmt.Scanln()\n}', /no terminal/, 3],
    [0, 'func main() {\n\tsignal.Notify(stop)\n}', /SIGURG/, 2],
    [0, 'func main() {\n\tgo http.ListenAndServe(addr, nil)\n}', /main returns/, 2],
    [1, 'func get() {\n\tlog.Fatal(err)\n}', /log\.Fatal and os\.Exit/, 2],
    [
      1,
      'func main() {\n\terr := http.ListenAndServe(a, b)\n\tlog.Fatal(err)\n}\nfunc get() {\n\n\tos.Exit(1)\n}',
      /os\.Exit/,
      7,
    ],
    [1, 'func a() {\n\tlog.Fatal(err)\n}\nfunc b() {\n\tos.Exit(1)\n}', /os\.Exit/, undefined],
  ])('with %d: %j', (code, text, hint, line) => {
    const finding = explainFault(end(code), files(text));
    expect(finding.summary).toBe(`The program ended by itself: exit code ${code}.`);
    expect(finding.hint).toMatch(hint);
    expect(finding.evidence.find(({ kind }) => kind === 'code')?.at?.line).toBe(line);
  });
});

test('a panic that http.TimeoutHandler passed on has no place: the frames that panicked are gone', () => {
  const trace = [
    'http: panic serving 127.0.0.1:5: oops',
    'goroutine 7 [running]:',
    'net/http.(*conn).serve.func1()',
    '\t/usr/local/go/src/net/http/server.go:1943 +0xd3',
    'panic({0x1, 0x2})',
    '\t/usr/local/go/src/runtime/panic.go:783 +0x132',
    'net/http.(*timeoutHandler).ServeHTTP(0x1)',
    '\t/usr/local/go/src/net/http/server.go:3910 +0x8a5',
    'main.withTimeout.func1()',
    '\tmiddleware.go:115 +0x1',
  ];
  expect(crashIn(trace, false)).toMatchObject({ kind: 'handler-panic', at: undefined, passedOn: true });
  const own = crashIn([...trace.slice(0, 6), 'main.f()', '\thandlers.go:9 +0x1', ...trace.slice(6)], false);
  expect(own?.at).toEqual({ file: 'handlers.go', line: 9 });
});

describe('a program that nobody told to end', () => {
  const unready = replyOf({ status: 503 });
  const seen = { path: '/readyz', before: 200, log };
  const sourceIn = (code: string) => sourceOf(files(code));

  test('has ended, or has begun to', () => {
    const source = sourceIn('signal.Notify(c, os.Interrupt)');
    const begun = endsUnasked({ ...seen, reply: unready }, source);
    expect(begun.summary).toBe('The program began to end by itself.');
    expect(begun.actual).toContain('GET /readyz → 200; then SIGURG');
    expect(begun.hint).toContain('Name the signals that you mean');
    const exit = { code: 0, signal: null, ms: 1 };
    expect(endsUnasked({ ...seen, reply: unready, exit }, source).summary).toContain('ended by itself: exit code 0');
  });

  test.each(['signal.Notify(stop)', 'signal.NotifyContext(context.Background())', 'signal.NotifyContext(ctx)'])(
    'is shown the line that takes every signal: %s',
    (code) => {
      const found = endsUnasked({ ...seen, reply: unready }, sourceIn(code));
      expect(found.hint).toContain('takes every signal');
      expect(found.evidence.at(-1)?.at).toMatchObject({ line: 1 });
    },
  );
});
