import { describe, expect, test } from 'vitest';
import {
  comesLate,
  gaveUpEarly,
  notTheDefault,
  type Slow,
  wrongGatewayTimeout,
} from '../../../checks/02-parallel-fetch/findings/deadline.ts';
import { answered, pointsAt, seenWith } from './seen.ts';

const slow: Slow = { name: 'orders', silence: 'never-answers', setting: 'UPSTREAM_TIMEOUT=400ms', slackMs: 8_000 };
const inTime = answered(504, '{"error":"too slow","upstream":"orders"}');

describe('a 504', () => {
  const judged = (body: string, type?: string) =>
    wrongGatewayTimeout(seenWith({ reply: answered(504, body, type) }), slow);

  test('that names the slow upstream', () => {
    expect(wrongGatewayTimeout(seenWith({ reply: inTime }), slow)).toBeUndefined();
  });

  test.each([
    ['{"error":"too slow","upstream":"profile"}', 'does not name orders'],
    ['{"upstream":"orders"}', 'no text "error"'],
    ['{"error":"too slow"}null', 'two JSON values'],
  ])('%s', (body, words) => {
    expect(judged(body)?.summary).toContain(words);
  });

  test('as plain text', () => {
    expect(judged(inTime.body, 'text/plain')?.hint).toContain('http.Error');
  });
});

describe('no 504', () => {
  const waiting = (silence: Slow['silence'], code = '') =>
    wrongGatewayTimeout(seenWith({ code }), { ...slow, silence });

  test('the program still waits', () => {
    expect(waiting('never-answers')?.hint).toContain('context.WithTimeout');
    expect(waiting('drips')?.hint).toContain('must not start again');
    const headerOnly = waiting('stops-halfway', 't := http.Transport{\n\tResponseHeaderTimeout: d,\n}');
    expect(headerOnly?.hint).toMatch(/^ResponseHeaderTimeout/);
    expect(headerOnly && pointsAt(headerOnly)).toEqual([2]);
  });

  test('another answer came', () => {
    const reply = answered(502, '{}');
    const found = (silence: Slow['silence']) => wrongGatewayTimeout(seenWith({ reply }), { ...slow, silence });
    expect(found('never-answers')?.hint).toContain('DeadlineExceeded');
    expect(found('stops-halfway')?.hint).toContain('error of reading the body');
  });

  test('nobody was asked', () => {
    const seen = seenWith({ reply: answered(501, ''), requests: { profile: [], orders: [] } });
    expect(wrongGatewayTimeout(seen, slow)?.summary).toContain('without asking either upstream');
  });
});

test('time-outs of the wrong length', () => {
  const seen = seenWith({ reply: inTime, code: 'const timeout = 2 * time.Second\nx := os.Getenv("UPSTREAM_TIMEOUT")' });
  expect(comesLate(seen, inTime, slow, 400)).toMatchObject({
    expected: 'status 504 after 400 ms (UPSTREAM_TIMEOUT=400ms)',
    actual: 'after 1.2 s, three times',
  });
  expect(notTheDefault(seen, inTime, 'earlier').actual).toBe('after 1.2 s');
  expect(pointsAt(notTheDefault(seen, inTime, 'later'))).toEqual([2]);
  expect(gaveUpEarly(seen, inTime).actual).toMatch(/^status 504 .* after 1\.2 s$/);
});

test('a setting that is read under another name is why its time is not kept', () => {
  const code = (name: string) => `d := durationEnv("${name}")\nctx, cancel := context.WithTimeout(ctx, d)`;
  for (const find of [comesLate, gaveUpEarly]) {
    const found = (name: string) => find(seenWith({ code: code(name) }), inTime, slow, 400);
    expect(found('TIMEOUT').hint).toMatch(/called UPSTREAM_TIMEOUT.*reads TIMEOUT instead/);
    expect(pointsAt(found('TIMEOUT'))).toEqual([1]);
    expect(found('UPSTREAM_TIMEOUT').hint).not.toContain('is called');
    expect(pointsAt(found('UPSTREAM_TIMEOUT'))).toEqual([2]);
  }
});
