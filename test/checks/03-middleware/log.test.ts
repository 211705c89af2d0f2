import { describe, expect, it } from 'vitest';
import { missingLine } from '../../../checks/03-middleware/findings/missing-line.ts';
import { wrongLine } from '../../../checks/03-middleware/findings/wrong-line.ts';
import { lineFault } from '../../../checks/03-middleware/log/line-fault.ts';
import { whyMissing } from '../../../checks/03-middleware/log/missing-line.ts';
import { printedObject } from '../../../checks/03-middleware/log/printed.ts';
import { isRequestLine, samePath } from '../../../checks/03-middleware/log/request-line.ts';
import { requestLog } from '../../../checks/03-middleware/log/request-log.ts';
import { hasEncodedTrace, hasTrace } from '../../../checks/03-middleware/log/trace.ts';
import { expectWords, lineOf, printed, reply, saw } from './seen.ts';

const line = '{"method":"GET","path":"/x","status":200,"duration_ms":0.4,"request_id":"a"}';

describe('log lines', () => {
  it('are JSON whatever the order and number of their keys', () => {
    const one = lineOf('{"duration_ms":1,"extra":{"a":[1]},"status":200,"path":"/x"}');
    expect(one.before).toBe('');
    expect(isRequestLine(one)).toBe(true);
  });

  it('may have something in front of their JSON', () => {
    expect(lineOf(`2026/11/25 03:20:31 ${line}`).before).toBe('2026/11/25 03:20:31');
    expect(lineOf(`[pod {a}] ${line}`).before).toBe('[pod {a}]');
    expect(lineOf(line + line).before).toBe(line);
  });

  it.each(['{ not json, just a banner }', '[1]', 'null', line.slice(0, -1), '', '{{{'])('%s is none', (text) =>
    expect(printedObject(text)).toBeUndefined(),
  );

  it('are about a whole request, not about its beginning or its panic', () => {
    const started = '{"msg":"started","method":"GET","path":"/x"}';
    const panicked = '{"msg":"panic","path":"/x","status":500,"stack":"goroutine 1 [running]:"}';
    expect([started, panicked].map((text) => isRequestLine(lineOf(text)))).toEqual([false, false]);
  });

  it('have the path decoded or as it was sent', () => {
    expect(samePath('/%22%0A', '/%22%0A')).toBe(true);
    expect(samePath('/"\n', '/%22%0A')).toBe(true);
    expect(samePath('/"', '/%22%0A')).toBe(false);
    expect(samePath(undefined, '/')).toBe(false);
  });
});

describe('the lines of one request', () => {
  const entry = '{"msg":"panic","path":"/x","status":500,"duration_ms":0,"request_id":"a"}';

  it('are found by path, by method and by id', async () => {
    const post = line.replace('GET', 'POST').replace('"a"', '"b"');
    const log = requestLog(printed('listening', line, post));
    expect((await log.line('/x'))?.text).toBe(line);
    expect((await log.line('/x', { method: 'POST' }))?.text).toBe(post);
    expect((await log.lineWithId('b'))?.text).toBe(post);
    expect(await log.line('/y')).toBeUndefined();
    expect(log.lines('/x')).toHaveLength(2);
    expect(log.lastAbout('/x')?.text).toBe(post);
  });

  it('are too many when two have all keys and the same id', () => {
    expect(requestLog(printed(line, line)).repeated('/x', 'a')).toHaveLength(2);
  });

  it('are not too many when one lacks a key, or belongs to another request', () => {
    expect(requestLog(printed(line, entry, line.replace('"a"', '"b"'))).repeated('/x', 'a')).toBeUndefined();
  });
});

describe('what is wrong with a line', () => {
  const fault = (text: string) => lineFault(lineOf(text), { method: 'GET', status: 200 });

  it.each([
    [line, undefined],
    [`12:00 ${line}`, 'prefix'],
    ['{"path":"/x","status":200}', 'lacks-keys'],
    [line.replace('200', '"200"'), 'not-a-number'],
    [line.replace('0.4', '"400µs"'), 'not-a-number'],
    [line.replace('"a"', '7'), 'id-not-text'],
    [line.replace('GET', 'get'), 'method'],
    [line.replace('200', '0'), 'status'],
  ])('%s: %s', (text, kind) => expect(fault(text)?.fault).toBe(kind));

  const explained = (text: string, path = '/x', copied?: { receiver: string; type: string }) => {
    const found = fault(text) ?? expect.fail('the line has a fault');
    return wrongLine(saw(reply(200)), { method: 'GET', path }, lineOf(text), found, { copied });
  };

  it.each([
    [`12:00 ${line}`, ['in front of its JSON: 12:00', 'SetFlags(0)']],
    [line + line, ['in front of its JSON', 'newline']],
    ['{"path":"/x","status":200}', ['lacks method, duration_ms, request_id']],
    [line.replace('200', '"200"'), ['status as "200", which is not a JSON number', 'strconv.Itoa']],
    [line.replace('"a"', '7'), ['request_id as 7', 'string']],
    [line.replace('GET', 'get'), ['method "get"', 'r.Method']],
    [line.replace('200', '500'), ['says status 500, but the client got 200', 'Pass the recorder on']],
    [line.replace('200', '0'), ['says status 0', 'only calls Write']],
  ])('%s is explained', (text, words) => expectWords(explained(text), 'The log line of GET /x', ...words));

  it('a recorder that is copied is named', () => {
    const finding = explained(line.replace('200', '0'), '/x', { receiver: 's', type: 'recorder' });
    expectWords(finding, 'WriteHeader of recorder has a value receiver', 'func (s *recorder)');
  });
});

describe('a line that is not there', () => {
  const explain = (lines: string[], path = '/teapot') =>
    missingLine(saw(reply(418)), { method: 'GET', path }, whyMissing(lines, path));

  it.each([
    ['text', ['2026/11/25 03:20:31 GET /teapot 63µs'], 'not as a JSON line', 'log/slog'],
    ['slog’s text', ['time=… method=GET path=/teapot status=418'], 'not as a JSON line', 'NewTextHandler'],
    ['a group', ['{"http":{"method":"GET","path":"/teapot","status":418}}'], 'at its top level', 'group'],
    [
      'other names',
      ['{"path":"/teapot","method":"GET","statusCode":418}'],
      'lacks status',
      'statusCode should be status',
    ],
    ['the beginning', ['{"msg":"started","path":"/teapot","method":"GET"}'], 'lacks status', 'One line holds all five'],
    ['several lines', ['{', '  "method": "GET",', '  "path": "/teapot"', '}'], 'several lines', 'json.Marshal'],
    ['nothing', ['listening'], 'left no line', 'newHandler'],
  ])('%s', (_what, lines, summary, hint) => {
    const finding = explain(lines);
    expect(finding.summary).toContain(summary);
    expect(finding.hint).toContain(hint);
  });

  it('is one that a path could forge', () => {
    const forging = '/%22%7D%0A%7B%22status%22:200';
    expectWords(explain(['{"path":"/"}', '{"status":200}'], forging), 'forge', 'escape quotes and newlines');
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

  it('are known when written as base64', () => {
    expect(hasEncodedTrace(Buffer.from('goroutine 34 [running]:').toString('base64'))).toBe(true);
  });
});
