/** Recovery: a panic is answered, logged, and forgotten by everybody else. */
import { type CheckContext, check, describe, fail, type Reply, type Server } from '#kit';
import { demandJsonError, pointAt } from './answers.ts';
import { hasEncodedTrace, hasTrace, logsOrdinary, requestLine, requestLines, statusOf } from './lines.ts';

export const recovers = check(
  'recovers',
  'answers a panicking handler with 500, logs it, and lives on',
  { lesson: 'Recovery' },
  async (context) => {
    const server = await context.app.start({ env: { HANDLER_TIMEOUT: '30s' } });
    const logs = await logsOrdinary(context.http, server);
    for (let n = 0; n < 3; n++) await judgeAnswer(context, server);
    await judgeTrace(context, server);
    if (logs) await judgeStatus(context, server);
    await judgeAlive(context, server);
  },
);

const recovering = ({ files }: CheckContext) => pointAt(files, /\brecover\(\)/, 'where a panic is recovered');

async function judgeAnswer(context: CheckContext, server: Server): Promise<void> {
  const reply = await context.http.get(server.url('/panic'));
  if (reply.outcome !== 'answered') await noAnswer(context, server, reply);
  if (reply.status !== 500)
    fail({
      summary:
        reply.status === 200 && reply.body === ''
          ? 'The panic of /panic was recovered, but the client got an empty 200, as if all were well.'
          : `The panic of /panic was answered with ${reply.status}.`,
      expected: 'status 500, Content-Type application/json, body {"error":"…"}',
      actual: describe(reply),
      hint: 'After recover() the handler returns, and net/http sends 200 for a handler that wrote nothing. Write the 500 in the deferred function.',
      evidence: [reply.evidence, recovering(context), server.log.evidence],
    });
  demandJsonError('a panic', reply, [recovering(context)]);
  if (hasTrace(reply.body))
    fail({
      summary: 'The answer to a panic shows the goroutine trace to the client.',
      expected: 'a body such as {"error":"internal error"}; the trace is for the log alone',
      actual: describe(reply),
      hint: 'A trace tells strangers how your program is built, and tells the caller nothing. Log string(debug.Stack()), and answer with a text of your own.',
      evidence: [reply.evidence, pointAt(context.files, /debug\.Stack|runtime\.Stack/) ?? recovering(context)],
    });
}

async function noAnswer(context: CheckContext, server: Server, reply: Reply): Promise<never> {
  const exit = await server.exited(1_000);
  const detached = exit !== undefined;
  return fail({
    summary: detached
      ? 'A panic in a handler ended the whole program.'
      : reply.outcome === 'timed-out'
        ? 'A request whose handler panics is never answered.'
        : 'Nobody recovered the panic of /panic: net/http cut the connection.',
    expected: 'status 500, Content-Type application/json, body {"error":"…"}; the service lives on',
    actual: detached ? `${describe(reply)}; the program ended: ${describe(exit)}` : describe(reply),
    hint: detached
      ? 'recover() works only in the goroutine that panics. A layer that starts the handler with go func() must recover inside that function and hand the panic over.'
      : 'recover() returns the panic only when it is called by a deferred function of the goroutine that panics: defer func() { if p := recover(); p != nil { … } }(), before next.ServeHTTP.',
    evidence: [
      reply.evidence,
      server.log.evidence,
      detached ? pointAt(context.files, /\bgo func\(/, 'where a goroutine is started') : recovering(context),
    ],
  });
}

async function judgeTrace(context: CheckContext, server: Server): Promise<void> {
  const found = await server.log.find(
    ({ text }) => (hasTrace(text) || hasEncodedTrace(text) ? text : undefined),
    5_000,
  );
  if (found !== undefined && server.log.lines.some(({ text }) => hasTrace(text))) return;
  fail({
    summary:
      found === undefined
        ? 'The panic was answered, but the log does not say where it happened.'
        : 'The log has the stack of the panic in base64, which nobody can read at night.',
    expected: 'a goroutine trace as text in the log, such as: goroutine 34 [running]: …',
    actual: found === undefined ? 'no goroutine trace was printed' : 'Z29yb3V0aW5l… is "goroutine …" in base64',
    hint:
      found === undefined
        ? 'runtime/debug.Stack(), called in the deferred function that recovers, has the frames: log string(debug.Stack()).'
        : 'debug.Stack() is a []byte, and JSON has no bytes: slog and encoding/json write base64. Log string(debug.Stack()).',
    evidence: [server.log.evidence, pointAt(context.files, /debug\.Stack|runtime\.Stack/) ?? recovering(context)],
  });
}

/** The order of the layers shows here: a logger inside of recovery never sees the 500. */
async function judgeStatus(context: CheckContext, server: Server): Promise<void> {
  const line = await requestLine(server, '/panic');
  const status = line && statusOf(line);
  if (status === 500) return;
  fail({
    summary: line
      ? `The client got 500 for a panic, but its log line says status ${line.object.status}.`
      : 'A request that panicked left no request line in the log.',
    expected: 'the request’s log line, with status 500',
    actual: line ? line.text : 'no JSON line with path /panic, status and duration_ms',
    hint: 'The logger must be outside of recovery, which makes the answer: withLogging(withRecovery(next)). Inside of it the panic flies past, and what follows next.ServeHTTP never runs.',
    evidence: [server.log.evidence, pointAt(context.files, /[wW]ith[A-Z]\w*\(.*[wW]ith[A-Z]\w*\(/, 'where you wrap')],
  });
}

async function judgeAlive(context: CheckContext, server: Server): Promise<void> {
  const reply = await context.http.get(server.url('/teapot'));
  if (reply.outcome === 'answered' && reply.status < 500) return;
  fail({
    summary: 'After three panics the service does not answer as before.',
    expected: 'GET /teapot is answered as before',
    actual: describe(reply),
    hint: 'A panic skips the rest of the function: what must be given back (a lock, a slot in a channel) is given back in a defer.',
    evidence: [reply.evidence, server.log.evidence],
  });
}

export const panicsLate = check(
  'panics-late',
  'answers no panic twice, and passes http.ErrAbortHandler on',
  { level: 'stretch', lesson: 'Recovery', after: ['recovers'] },
  async (context) => {
    const server = await context.app.start({ env: { HANDLER_TIMEOUT: '30s' } });
    const logs = await judgeAbort(context, server);
    await judgeLate(context, server);
    if (logs) await judgeLateLine(context, server);
  },
);

/** Returns whether the program logs its ordinary requests. */
async function judgeAbort(context: CheckContext, server: Server): Promise<boolean> {
  const reply = await context.http.get(server.url('/abort'));
  if (reply.outcome !== 'reset' && reply.outcome !== 'cut')
    fail({
      summary: 'A handler that panics with http.ErrAbortHandler wants the connection cut, but an answer was sent.',
      expected: 'the connection is closed without an answer',
      actual: describe(reply),
      hint: 'It is no bug but a wish. In the deferred function: if p == http.ErrAbortHandler { panic(p) }, and net/http cuts the connection.',
      evidence: [reply.evidence, recovering(context)],
    });
  // What the program printed about /abort is read when the line of a later request is.
  const logs = await logsOrdinary(context.http, server);
  // Who writes the line of a request that came after it is alive; anybody else may be about to end.
  const exit = logs ? undefined : await server.exited(1_000);
  if (exit)
    fail({
      summary: 'A handler that panicked with http.ErrAbortHandler ended the whole program.',
      expected: 'its connection is cut, and the service lives on',
      actual: `the program ended: ${describe(exit)}`,
      hint: 'recover() works only in the goroutine that panics, and net/http recovers in its own: a layer that starts the handler with go func() must hand the panic over.',
      evidence: [server.log.evidence, pointAt(context.files, /\bgo func\(/, 'where a goroutine is started')],
    });
  const line = server.log.lines.find(({ text }) => hasTrace(text) || hasEncodedTrace(text));
  if (line)
    fail({
      summary: 'The panic http.ErrAbortHandler was passed on, but a goroutine trace was logged for it.',
      expected: 'no trace: the handler did what it wanted to do',
      actual: line.text.slice(0, 200),
      hint: 'Compare the panic with http.ErrAbortHandler before you log the stack.',
      evidence: [server.log.evidence, recovering(context)],
    });
  return logs;
}

async function judgeLate(context: CheckContext, server: Server): Promise<void> {
  const reply = await context.http.get(server.url('/panic-late'));
  if (secondAnswer(reply))
    fail({
      summary: 'After half of an answer the panic was answered a second time, inside the first answer.',
      expected: 'the 200 is cut or ended, or the connection closed, or (where answers are buffered) one 500 alone',
      actual: describe(reply),
      hint: 'When the header is out, the status cannot be changed, and every further byte becomes part of the first body. Ask your recorder: has a status been sent? Then panic(http.ErrAbortHandler) to cut the connection, or just return.',
      evidence: [reply.evidence, recovering(context), server.log.evidence],
    });
  if (reply.outcome === 'timed-out' || reply.outcome === 'refused')
    fail({
      summary: 'After a panic behind the header the client waits for ever, or the program is gone.',
      expected: 'the 200 is cut or ended, or the connection closed, or one 500',
      actual: describe(reply),
      hint: 'Recover in the goroutine that panics, give back what you hold in a defer, and cut the connection with panic(http.ErrAbortHandler).',
      evidence: [reply.evidence, server.log.evidence],
    });
}

async function judgeLateLine(context: CheckContext, server: Server): Promise<void> {
  const line = await requestLine(server, '/panic-late');
  const status = line && statusOf(line);
  if (status === 200 || status === 500) return;
  fail({
    summary: line
      ? `The panic behind the header was logged with status ${line.object.status}.`
      : 'The request that panicked behind its header left no request line in the log.',
    expected: 'one request line with status 200 or 500',
    actual: line
      ? line.text
      : `${requestLines(server, '/panic-late').length} lines with path /panic-late, status and duration_ms`,
    hint: line
      ? 'Where nothing was recorded, log 200 after an ordinary return and 500 after a panic.'
      : 'A panic that is passed on skips the code behind next.ServeHTTP. Log in a deferred function: it runs in any case.',
    evidence: [server.log.evidence, pointAt(context.files, /duration_ms/, 'where the line is made')],
  });
}

const firstHalf = /the first half of an answer\s*/;

function secondAnswer(reply: Reply): boolean {
  const rest = reply.body.replace(firstHalf, '');
  if (firstHalf.test(reply.body)) return rest !== '';
  return reply.status === 200 && /"error"|internal|error/i.test(rest);
}
