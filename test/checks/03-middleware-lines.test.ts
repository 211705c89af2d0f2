import { describe, expect, it } from 'vitest';
import type { Files, Server } from '#kit';
import {
  hasEncodedTrace,
  hasTrace,
  isRequestLine,
  printedObject,
  samePath,
  twiceLogged,
} from '../../checks/03-middleware/lines.ts';
import { namesPlace, panicking } from '../../checks/03-middleware/places.ts';

const line = '{"method":"GET","path":"/x","status":200,"duration_ms":0.4,"request_id":"a"}';

describe('log lines', () => {
  it('reads a JSON line whatever the order and number of its keys', () => {
    const printed = printedObject('{"duration_ms":1,"extra":{"a":[1]},"status":200,"path":"/x"}');
    expect(printed?.before).toBe('');
    expect(printed && isRequestLine(printed)).toBe(true);
  });

  it('tells what stands in front of the JSON', () => {
    expect(printedObject(`2026/11/25 03:20:31 ${line}`)?.before).toBe('2026/11/25 03:20:31');
    expect(printedObject(`[pod {a}] ${line}`)?.before).toBe('[pod {a}]');
    expect(printedObject(line + line)?.before).toBe(line);
  });

  it('sees no object in banners, arrays and halves', () => {
    for (const text of ['{ not json, just a banner }', '[1]', 'null', line.slice(0, -1), '', '{{{'])
      expect(printedObject(text)).toBeUndefined();
  });

  it('knows a line about a whole request from one about its beginning or its panic', () => {
    const started = printedObject('{"msg":"started","method":"GET","path":"/x"}');
    const panicked = printedObject('{"msg":"panic","path":"/x","status":500,"stack":"goroutine 1 [running]:"}');
    expect([started, panicked].map((one) => one && isRequestLine(one))).toEqual([false, false]);
  });

  it('takes a path decoded or as it was sent', () => {
    expect(samePath('/%22%0A', '/%22%0A')).toBe(true);
    expect(samePath('/"\n', '/%22%0A')).toBe(true);
    expect(samePath('/"', '/%22%0A')).toBe(false);
    expect(samePath(undefined, '/')).toBe(false);
  });
});

describe('goroutine traces', () => {
  it.each([
    ['the first line of debug.Stack', 'goroutine 34 [running]:'],
    ['inside a JSON string', '{"stack":"goroutine 12 [running]:\\nruntime/debug.Stack()"}'],
    ['with the g and m of newer runtimes', 'goroutine 1 gp=0xc000002380 m=0 mp=0x5 [running]:'],
    ['frames collected by hand', '{"frames":[{"function":"net/http.HandlerFunc.ServeHTTP","line":2220}]}'],
    ['one file among many', '/usr/local/go/src/runtime/panic.go:770'],
  ])('%s', (_what, text) => expect(hasTrace(text)).toBe(true));

  it.each([
    ['the panic alone', 'panic: a bug in the handler'],
    ['the file of the log call', '2026/11/25 03:20:31 middleware.go:42: recovered'],
    ['a sentence about goroutines', 'goroutine 7 recovered'],
    ['slog with AddSource', '{"source":{"function":"main.withRecovery.func1","file":"middleware.go","line":33}}'],
  ])('not %s', (_what, text) => expect(hasTrace(text)).toBe(false));

  it('knows one that was written as base64', () => {
    expect(hasEncodedTrace(Buffer.from('goroutine 34 [running]:').toString('base64'))).toBe(true);
  });
});

describe('the place of a panic', () => {
  const program = (code: Record<string, string>) =>
    ({ list: () => Object.keys(code), read: (file: string) => code[file] }) as unknown as Files;
  const handler = 'func boom() {\n\tpanic("a bug in the handler of /panic")\n}';
  const layer = '// panic(1)\nfunc again(p any) { panic(p) }';

  it('is the starter’s line, wherever it is; without it, every call', () => {
    expect(panicking(program({ 'a/routes.go': handler, 'layer.go': layer }))).toMatchObject([
      { file: 'a/routes.go', line: 2 },
    ]);
    expect(panicking(program({ 'layer.go': layer }))).toMatchObject([{ file: 'layer.go', line: 2 }]);
  });

  const place = { file: 'a/routes.go', line: 66 };
  it.each([
    ['{"stack":["main.panicEarly routes.go:66","main.f middleware.go:108"]}'],
    ['{"frames":[{"func":"main.panicEarly","file":"routes.go","line":66}]}'],
    ['{"frames":[{"Line":66,"File":"/src/a/routes.go"}]}'],
    ['at main.panicEarly (routes.go, line 66)'],
  ])('is named by %s', (text) => expect(namesPlace(text, place)).toBe(true));

  it.each([
    ['{"path":"/panic","status":500,"duration_ms":66}'],
    ['{"source":{"file":"middleware.go","line":66}}'],
    ['{"file":"routes.go","line":661}'],
    ['{"frames":[{"file":"routes.go","line":6},{"file":"middleware.go","line":66}]}'],
  ])('is not named by %s', (text) => expect(namesPlace(text, place)).toBe(false));
});

describe('a request logged twice', () => {
  const server = (...lines: string[]) => ({ log: { lines: lines.map((text) => ({ text })) } }) as unknown as Server;
  const entry = '{"msg":"panic","path":"/x","status":500,"duration_ms":0,"request_id":"a"}';

  it('has two lines with all keys and the same id', () => {
    expect(twiceLogged(server(line, line), '/x', 'a')).toHaveLength(2);
  });

  it('has not where an entry lacks a key, or another request has the other line', () => {
    expect(twiceLogged(server(line, entry, line.replace('"a"', '"b"')), '/x', 'a')).toBeUndefined();
  });
});
