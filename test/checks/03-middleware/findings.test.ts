import { describe, expect, it, test } from 'vitest';
import { heldBack, streamNeverAtGate } from '../../../checks/03-middleware/findings/keeps-streaming.ts';
import { stuckDuration, wrongDuration } from '../../../checks/03-middleware/findings/logs-requests.ts';
import * as order from '../../../checks/03-middleware/findings/order.ts';
import * as recovers from '../../../checks/03-middleware/findings/recovers.ts';
import * as slow from '../../../checks/03-middleware/findings/slow-clients.ts';
import * as timesOut from '../../../checks/03-middleware/findings/times-out.ts';
import { hasSecondAnswer } from '../../../checks/03-middleware/panics-late.ts';
import { isConclusive } from '../../../checks/03-middleware/times-out.ts';
import { late, type UpstreamRequest } from '../../../src/kit/index.ts';
import { expectWords, lineOf, log, pointedAt, reply, saw, seen, sourceOfLines, unanswered } from './seen.ts';

/** What a gate has been asked. */
const request: UpstreamRequest = {
  method: 'GET',
  path: '/',
  headers: {},
  body: '',
  connection: 1,
  answered: false,
  left: false,
  answer: () => {},
  begin: () => {},
  finish: () => {},
  drip: () => {},
  hangUp: () => {},
  gone: async () => true,
};

const logged = (ms: number) =>
  lineOf(`{"method":"GET","path":"/slow","status":200,"duration_ms":${ms},"request_id":"a"}`);

describe('logs-requests', () => {
  it.each([
    [100_000_000, 'nanoseconds'],
    [100_000, 'microseconds'],
    [0.1, 'seconds'],
  ])('duration_ms %s looks like %s', (ms, unit) =>
    expectWords(wrongDuration(saw(reply(200)), { line: logged(ms), heldMs: 100 }), `it looks like ${unit}`),
  );

  it('does not guess the unit of any other number', () => {
    const finding = wrongDuration(saw(reply(200)), { line: logged(0), heldMs: 100 });
    expect(finding.summary).not.toContain('looks like');
  });

  it('tells what quick requests took, and what is logged', () =>
    expectWords(
      stuckDuration(seen(), { lines: [logged(900)], leastMs: 900, medianMs: 0.4 }),
      'none is logged with less than 900 ms, but they took about 0.4 ms',
    ));
});

describe('recovers', () => {
  const exited = (code: number) => ({ code, signal: null, ms: 1 });
  it.each([
    ['an empty 200', recovers.notStatus500(saw(reply(200))), ['empty 200', 'Write the 500']],
    ['a body without its status', recovers.notStatus500(saw(reply(200, 'x'))), ['WriteHeader before the first Write']],
    ['a cut connection', recovers.notRecovered(saw(unanswered('reset'))), ['Nobody recovered', 'deferred']],
    ['no answer', recovers.notRecovered(saw(unanswered('timed-out'))), ['never answered']],
    ['the end by a panic', recovers.programEnded(saw(unanswered('reset')), exited(2)), ['go func()', 'exit code 2']],
    [
      'the end by log.Fatal',
      recovers.programEnded(saw(unanswered('reset'), 'log.Fatal(p)'), exited(1)),
      ['this one ended with 1'],
    ],
  ])('%s', (_what, finding, words) => expectWords(finding, ...words));

  it('points at the recovery, else at the step for it', () => {
    expect(pointedAt(recovers.noTrace(seen('if p := recover(); p != nil {')))).toEqual(['where a panic is recovered']);
    expect(pointedAt(recovers.noTrace(seen('// STEP 3, checks "recovers"')))).toEqual(['the place for it']);
    expect(pointedAt(recovers.noTrace(seen('package main')))).toEqual([]);
  });
});

test.each([
  [200, 'the first half of an answer\n', false],
  [200, 'the first half of an answer\n{"error":"internal error"}\n', true],
  [200, '{"error":"internal error"}', true],
  [500, '{"error":"internal error"}', false],
  [0, '', false],
])('panics-late: status %s with %j has a second answer: %s', (status, body, second) =>
  expect(hasSecondAnswer({ status, body })).toBe(second),
);

describe('times-out', () => {
  const never = { settingMs: 250, waitedMs: 5_900, reachedGate: true };
  it.each([
    ['no layer', timesOut.neverAnswered(seen(), never), ['had no answer 5.9 seconds later', 'Wrap the routes']],
    [
      'a deadline that nobody looks at',
      timesOut.neverAnswered(seen('ctx, cancel := context.WithTimeout(r.Context(), d)'), never),
      ['r.WithContext(ctx)'],
    ],
    ['an empty 200', timesOut.not503(saw(reply(200))), ['status 200 with an empty body', 'DeadlineExceeded']],
    ['another status', timesOut.not503(saw(reply(504, 'late'))), ['503, Service Unavailable']],
    ['a closed connection', timesOut.not503(saw(unanswered('reset'))), ['connection was closed', 'WriteTimeout']],
  ])('%s', (_what, finding, words) => expectWords(finding, ...words));

  it.each([
    [true, 503, 250, true, 'the answer of a handler that had reached the gate'],
    [true, 200, 250, false, 'another answer'],
  ])('needs no further attempt: %s %s after %s ms, at the gate: %s', (inTime, status, ms, atGate) =>
    expect(isConclusive({ inTime, reply: reply(status, '', { ms }), request: atGate ? request : undefined })).toBe(
      true,
    ),
  );

  it.each([
    [false, 503, 5_000, true, 'too late'],
    [true, 503, 5_000, true, 'in time only because the machine stalled'],
    [true, 503, 250, false, 'before the handler had reached the gate'],
  ])('needs a further attempt: %s %s after %s ms, at the gate: %s', (inTime, status, ms, atGate) =>
    expect(isConclusive({ inTime, reply: reply(status, '', { ms }), request: atGate ? request : undefined })).toBe(
      false,
    ),
  );

  it('points at where work was detached from its request', () =>
    expect(pointedAt(timesOut.workGoesOn(seen('ctx := context.WithoutCancel(r.Context())'), 10_000))).toEqual([
      'where the work is detached',
    ]));
});

describe('keeps-streaming', () => {
  it('names a wrapper that hides Flush', () => {
    const source = sourceOfLines('type recorder struct {', '\thttp.ResponseWriter', '}');
    const finding = heldBack({ log, source, stream: late }, { chunk: 1, opaque: 'recorder' });
    expectWords(finding, 'Chunk 1', 'nothing, not even a header', 'recorder has neither: give it Unwrap');
    expect(pointedAt(finding)).toEqual(['has neither Flush nor Unwrap']);
  });

  it('blames http.TimeoutHandler otherwise', () => {
    const stream = { head: reply(200), text: 'chunk 1\n' };
    const finding = heldBack({ ...seen('http.TimeoutHandler(next, d, "")'), stream }, { chunk: 2 });
    expectWords(finding, 'Chunk 2', 'the client has "chunk 1\\n"', 'TimeoutHandler');
    expect(pointedAt(finding)).toEqual(['buffers its answers']);
  });

  it('names a pattern that takes only what is below /stream', () => {
    const below = ['mux.Handle("/", http.TimeoutHandler(next, d, ""))', 'mux.Handle("GET /stream/", next)'];
    const finding = heldBack({ log, source: sourceOfLines(...below), stream: late }, { chunk: 1 });
    expectWords(finding, '"GET /stream/" takes what is below /stream/, not /stream itself');
    expect(pointedAt(finding)).toEqual(['main.go:2']);
    const right = heldBack({ log, source: sourceOfLines('mux.Handle("/stream", next)'), stream: late }, { chunk: 1 });
    expectWords(right, 'ResponseController');
  });

  it('says what came when the gate was never asked', () => {
    expectWords(streamNeverAtGate({ ...seen(), stream: late }), 'no answer');
    expectWords(streamNeverAtGate({ ...seen(), stream: { head: reply(404), text: '' } }), 'status 404');
  });
});

describe('order', () => {
  const panicked = { path: '/panic', id: 'p', status: 500, what: 'a panic', layer: 'recovery' };
  const line = lineOf('{"method":"GET","path":"/panic","status":200,"duration_ms":1,"request_id":""}');
  it.each([
    [order.answerWithoutId(saw(reply(500)), panicked), ['500 for a panic does not have the request’s id', 'outermost']],
    [
      order.otherStatusLogged(saw(reply(500)), panicked, line),
      ['client got 500', 'log says 200', 'inside of recovery'],
    ],
    [order.loggedWithoutId(seen(), panicked, line), ['A panic is logged without the id', 'request_id "p"']],
    [order.answerLoggedTwice(seen(), panicked, [line, line]), ['logged 2 times', 'logging layer']],
  ])('%#', (finding, words) => expectWords(finding, ...words));
});

describe('slow-clients', () => {
  const idle = { kind: 'idle', setting: 'IDLE_TIMEOUT', field: 'IdleTimeout' } as const;
  it('tells late from never', () => {
    const open = { settingMs: 300, stillOpenMs: 4_000 };
    expectWords(slow.keptOpen(seen(), idle, { ...open, closedLater: true }), 'much later than $IDLE_TIMEOUT');
    expectWords(slow.keptOpen(seen(), idle, { ...open, closedLater: false }), 'stays open', 'open after 4 seconds');
  });

  it.each([
    ['READ_HEADER_TIMEOUT', 'HEADER_TIMEOUT', 'ReadHeaderTimeout', 'dribbling'],
    ['IDLE_TIMEOUT', 'KEEP_ALIVE_TIMEOUT', 'IdleTimeout', 'idle'],
  ] as const)('names %s where %s is read', (setting, other, field, kind) => {
    const code = (name: string) => [`d := os.Getenv("${name}")`, `http.Server{${field}: d}`];
    const client = { setting, field, kind };
    for (const find of [
      (lines: string[]) =>
        slow.keptOpen(seen(...lines), client, { settingMs: 300, stillOpenMs: 6_500, closedLater: false }),
      (lines: string[]) => slow.cutOffEarly(seen(...lines), client, 3_000),
    ]) {
      expectWords(find(code(other)), `The setting is called ${setting}`, `reads ${other} instead`);
      expect(pointedAt(find(code(other)))).toEqual(['main.go:1']);
      expect(find(code(setting)).hint).not.toContain('The setting is called');
      expect(pointedAt(find(code(setting)))).toEqual([`where ${field} is set`]);
    }
  });

  it('points at the field, else at the server, else at the step', () => {
    const pointed = (...lines: string[]) => pointedAt(slow.cutOffEarly(seen(...lines), idle, 3_000));
    expect(pointed('\tIdleTimeout: time.Second,')).toEqual(['where IdleTimeout is set']);
    expect(pointed('return &http.Server{}')).toEqual(['the server']);
    expect(pointed('// STEP 6, check "slow-clients"')).toEqual(['the place for it']);
  });
});
