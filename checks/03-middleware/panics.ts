/** Recovery: a panic is answered, logged, and forgotten by everybody else. */
import { type CheckContext, check, describe, fail, type Reply, type Server } from '#kit';
import { demandJsonError, pointAt } from './answers.ts';
import { hasEncodedTrace, hasTrace, logsOrdinary, requestLine, statusOf, twiceLogged } from './lines.ts';
import { namesPlace, panicking } from './places.ts';

export const recovers = check(
  'recovers',
  'answers a panicking handler with 500, logs it, and lives on',
  { lesson: 'Recovery' },
  async (context) => {
    const server = await context.app.start({ env: { HANDLER_TIMEOUT: '30s' } });
    const logs = await logsOrdinary(context.http, server);
    for (const id of ids) await judgeAnswer(context, server, id);
    await judgeTrace(context, server);
    if (logs) await judgeStatus(context, server);
    if (logs) await judgeOnce(context, server);
    await judgeAlive(context, server);
  },
);

/** What three requests bring, so that their lines can be told apart. */
const ids = ['panic-1', 'panic-2', 'panic-3'];

const recovering = ({ files }: CheckContext) => pointAt(files, /\brecover\(\)/, 'where a panic is recovered');

async function judgeAnswer(context: CheckContext, server: Server, id: string): Promise<void> {
  const reply = await context.http.get(server.url('/panic'), { headers: { 'X-Request-ID': id } });
  if (reply.outcome !== 'answered') await noAnswer(context, server, reply);
  if (reply.status !== 500)
    fail({
      summary:
        reply.status === 200 && reply.body === ''
          ? 'The panic of /panic was recovered, but the client got an empty 200, as if all were well.'
          : `The panic of /panic was answered with ${reply.status}.`,
      expected: 'status 500, Content-Type application/json, body {"error":"…"}',
      actual: describe(reply),
      hint:
        reply.status === 200 && reply.body !== ''
          ? 'The body of the error came, its status did not. WriteHeader comes before the first Write, and a recorder’s WriteHeader hands the status on: s.ResponseWriter.WriteHeader(status).'
          : 'After recover() the handler returns, and net/http sends 200 for a handler that wrote nothing. Write the 500 in the deferred function.',
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
  const leaves = exit?.code === 1 ? pointAt(context.files, /\blog\.Fatal|\bos\.Exit\(/, 'ends the program') : undefined;
  return fail({
    summary: exit
      ? 'A panic in a handler ended the whole program.'
      : reply.outcome === 'timed-out'
        ? 'A request whose handler panics is never answered.'
        : 'Nobody recovered the panic of /panic: net/http cut the connection.',
    expected: 'status 500, Content-Type application/json, body {"error":"…"}; the service lives on',
    actual: exit ? `${describe(reply)}; the program ended: ${describe(exit)}` : describe(reply),
    hint: leaves
      ? 'A panic that nobody recovers ends a Go program with exit code 2; this one ended with 1, as log.Fatal and os.Exit do. One handler’s bug must not end the service for everybody: log it, answer 500, and go on.'
      : exit
        ? 'recover() works only in the goroutine that panics. A layer that starts the handler with go func() must recover inside that function and hand the panic over.'
        : 'recover() returns the panic only when it is called by a deferred function of the goroutine that panics: defer func() { if p := recover(); p != nil { … } }(), before next.ServeHTTP.',
    evidence: [
      reply.evidence,
      server.log.evidence,
      leaves ?? (exit ? pointAt(context.files, /\bgo func\(/, 'where a goroutine is started') : recovering(context)),
    ],
  });
}

async function judgeTrace(context: CheckContext, server: Server): Promise<void> {
  const places = panicking(context.files);
  const tells = (text: string) => hasTrace(text) || places.some((place) => namesPlace(text, place));
  const found = await server.log.find(({ text }) => (tells(text) || hasEncodedTrace(text) ? text : undefined), 5_000);
  if (found !== undefined && server.log.lines.some(({ text }) => tells(text))) return;
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

/** One request, one line. An entry about the panic is free to say what it likes, but not to look like a request's line. */
async function judgeOnce(context: CheckContext, server: Server): Promise<void> {
  await context.http.get(server.url('/implicit'));
  await requestLine(server, '/implicit'); // what was printed about the panics is read when this is
  const twice = ids.map((id) => twiceLogged(server, '/panic', id)).find((lines) => lines !== undefined);
  if (!twice) return;
  fail({
    summary: `One request that panicked was logged ${twice.length} times.`,
    expected: 'one line with method, path, status, duration_ms and request_id for each request',
    actual: twice.map(({ text }) => text.slice(0, 300)).join('\n'),
    hint: 'Whoever counts the log’s lines counts this request twice. The logging layer writes the line of the request; recovery logs the panic, its trace and the request_id, and needs no status or duration.',
    evidence: [server.log.evidence, recovering(context)],
  });
}

/** More than all slots of a semaphore that somebody may have put in. */
const crowd = 150;

async function judgeAlive(context: CheckContext, server: Server): Promise<void> {
  await context.http.together(Array(crowd).fill({ url: server.url('/panic'), timeoutMs: 3_000 }));
  let reply = await context.http.get(server.url('/teapot'), { timeoutMs: 5_000 });
  // Whoever sheds load may still be shedding.
  for (let n = 0; n < 3 && reply.outcome === 'answered' && reply.status >= 429 && reply.status !== 500; n++)
    reply = await context.http.get(server.url('/teapot'));
  if (reply.outcome === 'answered' && reply.status < 500) return;
  fail({
    summary: `After ${crowd} panics the service does not answer as before.`,
    expected: 'GET /teapot is answered as before',
    actual: describe(reply),
    hint: 'A panic skips the rest of the function: what must be given back (a lock, a slot in a channel) is given back in a defer.',
    evidence: [reply.evidence, server.log.evidence],
  });
}
