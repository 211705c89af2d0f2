import { describe, expect, it } from 'vitest';
import type { CheckContext, Files, Reply, Server } from '#kit';
import { jsonError, timeoutHandlersOwn } from '../../checks/03-middleware/answers.ts';
import { explainMissing } from '../../checks/03-middleware/missing-line.ts';

const reply = (body: string, headers: Record<string, string> = {}, guessed = false): Reply => ({
  outcome: 'answered',
  status: 503,
  // Every answer of net/http has a Date; a type that was set stands before it, a guessed one behind it.
  headers: guessed ? { date: [''], 'content-type': [''] } : { 'content-type': [''], date: [''] },
  header: (name) => headers[name] ?? '',
  body,
  truncated: false,
  get json() {
    try {
      return JSON.parse(body);
    } catch {
      return undefined;
    }
  },
  ms: 1,
  reused: false,
  evidence: { kind: 'http', title: 'GET /slow', text: '' },
});
const json = { 'content-type': 'application/json' };
const text = { 'content-type': 'text/plain; charset=utf-8' };

describe('errors made by middleware', () => {
  it.each([
    ['{"error":"late"}', json, 'ok'],
    ['{"error":"late","id":1}', { 'content-type': 'application/problem+json; charset=utf-8' }, 'ok'],
    ['{"error":"late"}', text, 'type'],
    ['{"error":""}', json, 'body'],
    ['{"message":"late"}', json, 'body'],
    ['null', json, 'body'],
    ['late', text, 'body'],
  ])('%s as %o: %s', (body, headers, verdict) => expect(jsonError(reply(body, headers))).toBe(verdict));

  /** A program of these lines. */
  const code = (...lines: string[]) =>
    ({
      locate: (pattern: RegExp) => lines.some((line) => pattern.test(line)) || undefined,
    }) as unknown as Files;
  const limited = code('\treturn http.TimeoutHandler(next, d, "late")');
  const both = code('\treturn http.TimeoutHandler(next, d, "late")', '\thttp.Error(w, "late", 503)');
  const own = code('// http.TimeoutHandler would do', '\tw.WriteHeader(503)');
  const nosniff = { ...text, 'x-content-type-options': 'nosniff' };

  it('takes what http.TimeoutHandler sends for its own', () => {
    const html = '<html><head><title>Timeout</title></head><body><h1>Timeout</h1></body></html>';
    for (const one of [
      reply(html, { 'content-type': 'text/html' }),
      reply('timeout', text),
      reply('{"error":"x"}', text),
      reply('{"error":"x"}\n', nosniff),
    ])
      expect(timeoutHandlersOwn(one, limited)).toBe(true);
    expect(timeoutHandlersOwn(reply('late\n', nosniff, true), both)).toBe(true);
  });

  it('takes nothing else for it', () => {
    for (const one of [reply('timeout\n', nosniff), reply(''), reply('{"message":"x"}', json)])
      expect(timeoutHandlersOwn(one, both)).toBe(false);
    for (const one of [reply('timeout', text, true), reply('{"error":"x"}', text, true)])
      expect(timeoutHandlersOwn(one, own)).toBe(false);
  });
});

describe('a line that is not there', () => {
  const explain = (lines: string[], path = '/teapot') => {
    const log = { lines: lines.map((line) => ({ text: line })), evidence: { kind: 'log', title: '', text: '' } };
    const context = { files: { locate: () => undefined } } as unknown as CheckContext;
    const server = { log } as unknown as Server;
    return explainMissing(context, server, { method: 'GET', path, reply: reply('') });
  };

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
    [
      'only the beginning',
      ['{"msg":"started","path":"/teapot","method":"GET"}'],
      'lacks status',
      'One line holds all five',
    ],
    ['several lines', ['{', '  "method": "GET",', '  "path": "/teapot"', '}'], 'several lines', 'json.Marshal'],
    ['nothing', ['listening'], 'left no line', 'newHandler'],
  ])('%s', (_what, lines, summary, hint) => {
    const finding = explain(lines);
    expect(finding.summary).toContain(summary);
    expect(finding.hint).toContain(hint);
  });

  it('a forged one', () => {
    expect(explain(['{"path":"/"}', '{"status":200}'], '/%22%7D%0A%7B%22status%22:200').summary).toContain('forge');
  });
});
