import { describe, expect, test } from 'vitest';
import { expectReply, Failure, parseJson, type Reply, replyFinding, replyProblem, writeJson } from '#kit';
import { makeReply, type Received } from '../../../src/harness/http/reply.ts';

const reply = (status: number, body: string, type = 'application/json', more: Partial<Received> = {}): Reply =>
  makeReply(
    { url: 'http://127.0.0.1:1/health' },
    {
      outcome: 'answered',
      status,
      rawHeaders: type ? ['Content-Type', type] : [],
      body: Buffer.from(body),
      ms: 1,
      ...more,
    },
  );
const ok = '{"status":"ok"}';
const request = 'GET /health';

function thrown(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (error instanceof Failure) return error.finding;
    throw error;
  }
  return undefined;
}

describe('what is wrong with a reply', () => {
  test.each([
    [reply(200, ok), { status: 200, json: { status: 'ok' } }, undefined],
    [reply(200, ` ${ok}\n`, 'Application/JSON; charset=utf-8'), { json: true }, undefined],
    [reply(0, '', '', { outcome: 'refused' }), { status: 200 }, 'unanswered'],
    [reply(200, '{"sta', undefined, { outcome: 'cut' }), { status: 200 }, 'unanswered'],
    [reply(201, ok), { status: 200 }, 'status'],
    [reply(200, ok), { headers: { allow: /GET/ } }, 'header'],
    [reply(200, ok, 'text/plain'), { json: true }, 'content-type'],
    [reply(200, ok, ''), { json: true }, 'content-type'],
    [reply(200, 'ok'), { json: true }, 'not-json'],
    [reply(200, '{"status":"no"}'), { json: { status: 'ok' } }, 'json'],
    [reply(200, 'null'), { error: true }, 'not-an-error'],
    [reply(200, '{"error":" "}'), { error: true }, 'not-an-error'],
    [reply(200, '{"error":{"code":1}}'), { error: true }, 'not-an-error'],
    [reply(200, '{"error":"why"}'), { error: true }, undefined],
  ])('%#: %s', (one, wanted, kind) => {
    expect(replyProblem(one, wanted)?.kind).toBe(kind);
  });

  test.each([
    ['{"error":"no"}\n{"id":1}', true],
    ['{"error":{"deep":"}"}}null', true],
    ['{"error":"no"', false],
    ['no {json}', false],
  ])('%s holds several documents: %s', (body, several) => {
    expect(replyProblem(reply(400, body), { json: true })).toMatchObject({ kind: 'not-json', several });
  });
});

describe('the finding', () => {
  test('says what was asked, expected and seen, and shows the exchange', () => {
    const finding = thrown(() => expectReply(reply(404, 'nope', 'text/plain'), { request, hint: 'why' }).status(200));
    expect(finding).toMatchObject({
      summary: 'GET /health: the status is 404, not 200.',
      expected: 'status 200',
      actual: 'status 404 with body nope',
      hint: 'why',
    });
    expect(finding?.evidence.map(({ title }) => title)).toEqual(['GET /health']);
  });

  test.each([
    [reply(200, ok, 'text/plain'), 'GET /health: the Content-Type header is text/plain, not application/json.'],
    [reply(200, ok, ''), 'GET /health: the Content-Type header is missing, not application/json.'],
    [reply(200, '{}{}'), 'GET /health: the body holds two JSON documents, one after the other.'],
    [reply(200, '<p>'), 'GET /health: the body is not JSON.'],
    [reply(200, '{}'), 'GET /health: the body is not the expected document.'],
    [reply(0, '', '', { outcome: 'timed-out' }), 'GET /health: no complete answer came.'],
  ])('%#: %s', (one, summary) => {
    expect(thrown(() => expectReply(one, { request }).json({ status: 'ok' }))?.summary).toBe(summary);
  });

  test.each([
    ['{"status":"ok\u00a0"}', /"status": a no-break space \(U\+00A0\) after "ok"/, /ok⟨U\+00A0⟩/],
    ['{"stаtus":"ok"}', /the key "status": a Cyrillic letter/, /./],
    ['\ufeff{"status":"ok"}', /it has a byte order mark \(U\+FEFF\)/, /⟨U\+FEFF⟩/],
  ])('names what cannot be seen in %j', (body, summary, actual) => {
    const finding = thrown(() => expectReply(reply(200, body), { request, hint: 'why' }).json({ status: 'ok' }));
    expect(finding?.summary).toMatch(summary);
    expect(finding?.actual).toMatch(actual);
    expect(finding?.expected).not.toContain('white space');
    expect(finding?.hint).toMatch(/type it again/);
  });

  test('takes its hint and evidence from whoever can explain the problem', () => {
    const line = { kind: 'code', title: 'main.go:3', text: '> 3' } as const;
    const explain = () => ({ hint: 'Set it earlier.', evidence: [line, undefined] });
    const late = reply(405, '', '');
    const finding = replyFinding({ kind: 'header', name: 'allow', wanted: /GET/ }, late, {
      request,
      hint: '',
      explain,
    });
    expect(finding).toMatchObject({ hint: 'Set it earlier.', actual: 'no allow header' });
    expect(finding.evidence[1]).toEqual(line);
    expect(finding.evidence).toHaveLength(2);
  });
});

test('a reply that is right gives its document', () => {
  const steps = expectReply(reply(200, '{"id":12345678901234567890}'), { request }).answered().status(200);
  expect(writeJson(steps.header('content-type', 'application/json').json())).toBe('{"id":12345678901234567890}');
  expect(expectReply(reply(400, '{"error":"no"}'), { request }).error()).toEqual({ error: 'no' });
});

test('JSON is written as it would be sent, digit for digit', () => {
  const text = '{"a\\"":[1.50,null,true,"x"],"b":{}}';
  expect(writeJson(parseJson(text) ?? null)).toBe(text);
});
