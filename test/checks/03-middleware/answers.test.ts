import { describe, expect, it, test } from 'vitest';
import { jsonErrorFault } from '../../../checks/03-middleware/answers/json-error.ts';
import { answerChange, starterAnswers } from '../../../checks/03-middleware/answers/starter.ts';
import { isTimeoutHandlers } from '../../../checks/03-middleware/answers/timeout-handler.ts';
import { answerChanged, notJsonError, unanswered } from '../../../checks/03-middleware/findings/answers.ts';
import { timeLimit } from '../../../checks/03-middleware/findings/places.ts';
import { complaintIn } from '../../../checks/03-middleware/log/complaint.ts';
import { expectWords, filesOf, unanswered as noReply, pointedAt, reply, saw, sourceOfLines } from './seen.ts';

const typed = (type: string, ...more: [string, string][]) => ({
  headers: [['Content-Type', type], ['Date', 'today'], ...more] as [string, string][],
});
const json = typed('application/json');
const text = typed('text/plain; charset=utf-8');

describe('errors made by middleware', () => {
  it.each([
    ['{"error":"late"}', json, undefined],
    ['{"error":"late","id":1}', typed('application/problem+json; charset=utf-8'), undefined],
    ['{"error":"late"}', text, 'type'],
    ['{"error":""}', json, 'body'],
    ['{"error":{"code":1}}', json, 'not-text'],
    ['{"message":"late"}', json, 'body'],
    ['null', json, 'body'],
    ['late', text, 'body'],
  ])('%s as %o: %s', (body, headers, fault) => expect(jsonErrorFault(reply(503, body, headers))).toBe(fault));

  test.each([
    ['{"error":"late"}', text, 'type', ['Content-Type says text/plain', 'guesses']],
    ['late\n', typed('text/plain', ['X-Content-Type-Options', 'nosniff']), 'body', ['not a JSON error', 'http.Error']],
    ['{"error":1}', json, 'not-text', ['not a JSON error', 'there must be a text']],
  ] as const)('%s is explained', (body, headers, fault, words) => {
    const seen = saw(reply(503, body, headers), 'h := http.TimeoutHandler(next, d, "")');
    const finding = notJsonError(seen, { fault, cause: 'a slow handler', at: timeLimit });
    expectWords(finding, 'The 503 for a slow handler', ...words);
    expect(pointedAt(finding)).toEqual(['where the time is limited']);
  });
});

describe('http.TimeoutHandler’s own 503', () => {
  /** Every answer of net/http has a Date; a type that was set comes before it, a guessed one after it. */
  const guessed = {
    headers: [
      ['Date', 'today'],
      ['Content-Type', 'text/plain'],
    ] as [string, string][],
  };
  const nosniff = typed('text/plain; charset=utf-8', ['X-Content-Type-Options', 'nosniff']);
  const guessedNosniff = { headers: [...guessed.headers, ['X-Content-Type-Options', 'nosniff']] as [string, string][] };
  const limited = sourceOfLines('\treturn http.TimeoutHandler(next, d, "late")');
  const both = sourceOfLines('\treturn http.TimeoutHandler(next, d, "late")', '\thttp.Error(w, "late", 503)');
  const own = sourceOfLines('// http.TimeoutHandler would do', '\tw.WriteHeader(503)');

  it.each([
    ['its HTML', reply(503, '<html><head><title>Timeout</title></head><body><h1>Timeout</h1></body></html>'), own],
    ['a text', reply(503, 'timeout', text), limited],
    ['JSON without its type', reply(503, '{"error":"x"}', text), limited],
    ['a text with nosniff for everything', reply(503, '{"error":"x"}\n', nosniff), limited],
    ['the same, its type guessed', reply(503, 'late\n', guessedNosniff), both],
  ])('is %s', (_what, answer, source) => expect(isTimeoutHandlers(answer, source)).toBe(true));

  it.each([
    ['what http.Error sends', reply(503, 'timeout\n', nosniff), both],
    ['an empty answer', reply(503), both],
    ['JSON of the learner’s', reply(503, '{"message":"x"}', json), both],
    ['a guessed type of a program that only mentions it', reply(503, 'timeout', guessed), own],
  ])('is not %s', (_what, answer, source) => expect(isTimeoutHandlers(answer, source)).toBe(false));
});

describe('the starter’s answers', () => {
  const known = starterAnswers['/implicit'] ?? expect.fail('the starter has /implicit');
  const code = filesOf({ 'routes.go': `\t_, _ = ${known.line}` });
  const right = 'nobody called WriteHeader\n';

  it.each([
    [reply(200, right, text), undefined],
    [reply(500, right, text), 'status'],
    [reply(200, '', text), 'body'],
    [reply(200, right, json), 'type'],
  ])('%o: %s', (answer, change) => expect(answerChange(code, known, answer)).toBe(change));

  it('are no longer known when the route was rewritten, but for their status', () => {
    const other = filesOf({ 'routes.go': 'io.WriteString(w, "hello")' });
    expect(answerChange(other, known, reply(200, 'hello', json))).toBeUndefined();
    expect(answerChange(other, known, reply(404, 'hello', json))).toBe('status');
  });

  it.each([
    ['status', reply(200, right), ['status 200 instead of 418', 'sends its status, too']],
    ['type', reply(418, right, text), ['Content-Type text/plain', 'instead of application/json']],
    ['body', reply(418), ['another body than the starter’s', 'gives every byte']],
  ] as const)('a changed %s is explained', (change, answer, words) => {
    const teapot = starterAnswers['/teapot'] ?? expect.fail('the starter has /teapot');
    expectWords(answerChanged(saw(answer), { path: '/teapot', known: teapot, change }), ...words);
  });
});

describe('a request that is not answered', () => {
  it.each([
    ['http: panic serving 127.0.0.1:1: runtime error: nil pointer dereference', ['nil pointer', 'ResponseWriter: w']],
    ['panic: no such layer', ['no such layer', 'names the line']],
    ['runtime: goroutine stack exceeds limit, stack overflow', ['stack overflow', 'calls itself']],
    ['listening', ['Does every layer call next.ServeHTTP?']],
  ])('%s', (printed, words) => {
    const finding = unanswered(saw(noReply('reset')), { what: 'GET /teapot', complaint: complaintIn(printed) });
    expectWords(finding, 'GET /teapot was not answered', 'closed without an answer', ...words);
  });
});
