/** A handler that is slower than $HANDLER_TIMEOUT is answered in its place, and its work stops. */
import {
  type CheckContext,
  check,
  describe,
  fail,
  type Late,
  late,
  type Reply,
  type Server,
  type UpstreamRequest,
  within,
} from '#kit';
import { demandJsonError, jsonError, pointAt, timeoutHandlersOwn } from './answers.ts';

/**
 * The short setting must answer well before the long one may, so no constant in the program satisfies both. A machine
 * that was too slow for the first attempt gets others.
 */
const attempts = [250, 500, 800];
const answeredByMs = 2_400;
const longSetting = 2_500;
/** How long we look on, after patience has run out, to tell "too late" from "never". */
const lookOnMs = 3_500;

export const timesOut = check(
  'times-out',
  'answers 503 for a handler over $HANDLER_TIMEOUT, and stops its work',
  { lesson: 'Time-outs' },
  async (context) => {
    const patient = judgeNotTooEarly(context);
    patient.catch(() => {}); // it is awaited below; a failure of the short one is told first
    const { reply, request, server, setting } = await answeredInTime(context);
    judgeReply(context, server, reply);
    await judgeStopped(context, server, request);
    await judgeNext(context, server, setting);
    await patient;
  },
);

type Attempt = { server: Server; request: UpstreamRequest | undefined; reply: Reply | Late; pending: Promise<Reply> };

async function attempt(context: CheckContext, setting: number): Promise<Attempt> {
  const gate = await context.upstream.hold();
  const server = await context.app.start({ env: { GATE_URL: gate.url, HANDLER_TIMEOUT: `${setting}ms` } });
  const pending = context.http.get(server.url('/slow'), { timeoutMs: 60_000 });
  const reply = await within(answeredByMs, pending);
  // A program that was answered for before it reached the gate proves nothing about its work.
  return { server, reply, pending, request: gate.requests[0] };
}

/** The 503 while the gate is shut, from an attempt that had reached the gate. */
async function answeredInTime(context: CheckContext) {
  let last: Attempt | undefined;
  for (const setting of attempts) {
    last = await attempt(context, setting);
    const { reply, request, server } = last;
    if (reply !== late && (request || reply.status !== 503)) return { reply, request, server, setting };
    if (reply !== late) continue;
    const afterAll = await within(lookOnMs, last.pending);
    if (afterAll === late) never(context, last, setting);
    if (setting === attempts.at(-1)) tooLate(context, server, afterAll, setting);
  }
  if (!last || last.reply === late) throw new Error('unreachable: a late attempt is told above');
  return { reply: last.reply, request: last.request, server: last.server, setting: attempts.at(-1) as number };
}

const limits = /TimeoutHandler\(|WithTimeout\w*\(|WithDeadline\w*\(|time\.(After|NewTimer)/;

const whereTimed = ({ files }: CheckContext) =>
  pointAt(files, limits, 'where the time is limited') ??
  pointAt(files, /func newHandler/, 'where the layers are put together');

function never(context: CheckContext, { server, request }: Attempt, setting: number): never {
  fail({
    summary: `/slow was given ${setting} ms by HANDLER_TIMEOUT; its client still had no answer ${(answeredByMs + lookOnMs) / 1000} seconds later.`,
    expected: `status 503 after ${setting} ms, while the gate that /slow waits for is still shut`,
    actual: request ? 'the handler waits at its gate, and the client with it' : 'no answer',
    hint: context.files.locate(limits, /\.go$/)
      ? 'A deadline on a context stops nobody who does not hear of it. With context.WithTimeout the handler must get the new request: next.ServeHTTP(w, r.WithContext(ctx)). http.TimeoutHandler answers even for a handler that does not listen.'
      : 'Wrap the routes, all but /stream, in a layer that limits time: http.TimeoutHandler(next, cfg.handlerTimeout, …), or one of your own with context.WithTimeout.',
    evidence: [whereTimed(context), server.log.evidence],
  });
}

function tooLate(context: CheckContext, server: Server, reply: Reply, setting: number): never {
  fail({
    summary: `With HANDLER_TIMEOUT=${setting}ms the answer for a slow handler came after ${Math.round(reply.ms)} ms.`,
    expected: `status 503 after ${setting} ms`,
    actual: describe(reply),
    hint: 'Is the limit written into the code? The setting is cfg.handlerTimeout.',
    evidence: [reply.evidence, whereTimed(context), server.log.evidence],
  });
}

function judgeReply(context: CheckContext, server: Server, reply: Reply): void {
  if (reply.outcome !== 'answered' || reply.status !== 503)
    fail({
      summary:
        reply.outcome === 'answered'
          ? `A handler that took too long was answered with ${describe(reply)}.`
          : 'A handler took too long, and its client got no 503: the connection was closed.',
      expected: 'status 503 with a JSON error (http.TimeoutHandler’s own 503 is fine)',
      actual: describe(reply),
      hint: notRight(reply),
      evidence: [reply.evidence, pointAt(context.files, /WriteTimeout/), whereTimed(context), server.log.evidence],
    });
  if (jsonError(reply) === 'ok') return;
  if (!timeoutHandlersOwn(reply, context.files))
    demandJsonError('a handler that took too long', reply, [whereTimed(context)]);
  context.note(
    'Your 503 is http.TimeoutHandler’s own text. A small wrapper that sets Content-Type: application/json for it would make it an error like all others.',
  );
}

function notRight(reply: Reply): string {
  if (reply.outcome !== 'answered')
    return 'Did the program end, or is WriteTimeout of http.Server not longer than HANDLER_TIMEOUT? When it has passed, whatever is written is lost, the 503 too.';
  if (reply.status === 200 && reply.body === '')
    return 'A handler whose context is done returns without writing, and net/http makes an empty 200 of that. After next.ServeHTTP: if the context’s error is context.DeadlineExceeded and nothing was written, write 503.';
  return 'The contract says 503, Service Unavailable. (504 is the answer of a gateway whose upstream is too slow, 408 blames the client.)';
}

/** net/http cancels the request's context when the handler returns; only work that was detached from it goes on. */
async function judgeStopped(context: CheckContext, server: Server, request: UpstreamRequest | undefined) {
  if (!request) return; // three attempts never got as far as the gate: the machine is to blame, not the program
  if (await request.gone(10_000)) return;
  fail({
    summary: 'The client has its 503, but the work goes on: the request to the gate is still open.',
    expected: 'when the time is up, the handler’s context is done and its request to GATE_URL is cancelled',
    actual: '10 seconds after the 503 the connection to the gate was still open',
    hint: 'A thousand slow requests would leave a thousand such goroutines. The handler’s context must come from r.Context(): context.Background(), context.TODO() and context.WithoutCancel cut that tie.',
    evidence: [
      pointAt(context.files, /WithoutCancel|context\.(Background|TODO)\(\)/, 'where the tie is cut') ??
        whereTimed(context),
      server.log.evidence,
    ],
  });
}

/** Every request has its own time. A timer never fires early: how busy the machine is does not matter. */
async function judgeNext(context: CheckContext, server: Server, setting: number): Promise<void> {
  const reply = await context.http.get(server.url('/slow'), { timeoutMs: answeredByMs });
  if (reply.outcome !== 'answered' || reply.ms >= setting * 0.95) return;
  fail({
    summary: `The next slow request was given up after ${Math.round(reply.ms)} ms already, with HANDLER_TIMEOUT=${setting}ms.`,
    expected: `every request may take ${setting} ms, also when the program has run for longer than that`,
    actual: describe(reply),
    hint: 'Is the deadline made once, when the layers are put together? time.Now().Add(d) and context.WithTimeout belong inside the handler function, which runs for every request.',
    evidence: [reply.evidence, whereTimed(context), server.log.evidence],
  });
}

/** A timer never fires early, and the reply's time on the wall includes the handler's: a busy machine cannot make a right program fail here. */
async function judgeNotTooEarly(context: CheckContext): Promise<void> {
  const gate = await context.upstream.hold();
  const server = await context.app.start({ env: { GATE_URL: gate.url, HANDLER_TIMEOUT: `${longSetting}ms` } });
  const pending = context.http.get(server.url('/slow'), { timeoutMs: 60_000 });
  const reply = await within(answeredByMs, pending);
  gate.release();
  if (reply === late || reply.ms >= answeredByMs) return;
  fail({
    summary: `With HANDLER_TIMEOUT=${longSetting}ms a handler was cut off after ${Math.round(reply.ms)} ms.`,
    expected: `as long as the handler is within ${longSetting} ms, it is waited for`,
    actual: describe(reply),
    hint: 'Is the limit written into the code, or does another one (WriteTimeout) strike first? The setting is cfg.handlerTimeout.',
    evidence: [reply.evidence, whereTimed(context), server.log.evidence],
  });
}
