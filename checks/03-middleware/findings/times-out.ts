/** What a handler that exceeds $HANDLER_TIMEOUT leads to. */
import { describe, type Finding, finding, type Reply, type Source } from '#kit';
import { neverRead } from '../../common/code/settings.ts';
import { limitsTime, otherLimit, settings } from '../code/limits.ts';
import { detached, timeLimit, writeTimeout } from './places.ts';
import type { Seen, SeenReply } from './seen.ts';

/** The setting under another name, or a layer that is given another limit. */
const whichLimit = (source: Source): string | undefined =>
  neverRead('HANDLER_TIMEOUT', source, settings)?.hint ??
  (otherLimit(source)
    ? 'This layer is given another limit. The setting is cfg.handlerTimeout, from HANDLER_TIMEOUT.'
    : undefined);
const whereLimited = (source: Source) => neverRead('HANDLER_TIMEOUT', source, settings)?.code ?? timeLimit(source);

const seconds = (ms: number) => `${ms / 1000} seconds`;

/** `waitedMs`: how long the client waited in vain. `reachedGate`: the handler of /slow had begun its work. */
export type NeverAnswered = { settingMs: number; waitedMs: number; reachedGate: boolean };

export const neverAnswered = ({ log, source }: Seen, { settingMs, waitedMs, reachedGate }: NeverAnswered): Finding =>
  finding({
    summary: `/slow was given ${settingMs} ms by HANDLER_TIMEOUT; its client still had no answer ${seconds(waitedMs)} later.`,
    expected: `status 503 after ${settingMs} ms, while the gate that /slow waits for is still shut`,
    actual: reachedGate ? 'the handler waits at its gate, and the client with it' : 'no answer',
    hint: limitsTime(source)
      ? 'A deadline on a context only stops code that receives this context. With context.WithTimeout the handler must get the new request: next.ServeHTTP(w, r.WithContext(ctx)). http.TimeoutHandler answers even for a handler that does not look at its context.'
      : 'Wrap the routes, all but /stream, in a layer that limits time: http.TimeoutHandler(next, cfg.handlerTimeout, …), or one of your own with context.WithTimeout.',
    evidence: [timeLimit(source), log],
  });

export const answeredTooLate = ({ reply, log, source }: SeenReply, settingMs: number): Finding =>
  finding({
    summary: `With HANDLER_TIMEOUT=${settingMs}ms the answer for a slow handler came after ${Math.round(reply.ms)} ms.`,
    expected: `status 503 after ${settingMs} ms`,
    actual: describe(reply),
    hint: whichLimit(source) ?? 'Is the limit written into the code? The setting is cfg.handlerTimeout.',
    evidence: [reply.evidence, whereLimited(source), log],
  });

export const not503 = ({ reply, log, source }: SeenReply): Finding =>
  finding({
    summary:
      reply.outcome === 'answered'
        ? `A handler that took too long was answered with ${describe(reply)}.`
        : 'A handler took too long, and its client got no 503: the connection was closed.',
    expected: 'status 503 with a JSON error (http.TimeoutHandler’s own 503 is fine)',
    actual: describe(reply),
    hint: whyNot503(reply),
    evidence: [reply.evidence, writeTimeout(source), timeLimit(source), log],
  });

function whyNot503(reply: Reply): string {
  if (reply.outcome !== 'answered')
    return 'Did the program end, or is WriteTimeout of http.Server no longer than HANDLER_TIMEOUT? Once it has passed, everything that is written is lost, the 503 too.';
  if (reply.status === 200 && reply.body === '')
    return 'A handler whose context is done returns without writing, and net/http turns that into an empty 200. After next.ServeHTTP: if the context’s error is context.DeadlineExceeded and nothing was written, write 503.';
  return 'The contract says 503, Service Unavailable. (504 is the answer of a gateway whose upstream is too slow; 408 blames the client.)';
}

/** `waitedMs`: how long after the 503 the request to the gate was still open. */
export const workGoesOn = ({ log, source }: Seen, waitedMs: number): Finding =>
  finding({
    summary: 'The client has its 503, but the work goes on: the request to the gate is still open.',
    expected: 'when the time is up, the handler’s context is done and its request to GATE_URL is cancelled',
    actual: `${seconds(waitedMs)} after the 503 the connection to the gate was still open`,
    hint: 'A thousand slow requests would leave a thousand such goroutines. Derive the handler’s context from r.Context(): context.Background(), context.TODO() and context.WithoutCancel detach the work from its request.',
    evidence: [detached(source), log],
  });

export const nextCutShort = ({ reply, log, source }: SeenReply, settingMs: number): Finding =>
  finding({
    summary: `With HANDLER_TIMEOUT=${settingMs}ms the next slow request was answered after only ${Math.round(reply.ms)} ms.`,
    expected: `every request may take ${settingMs} ms, even if the program has been running for longer than that`,
    actual: describe(reply),
    hint: 'Is the deadline made once, when the layers are put together? time.Now().Add(d) and context.WithTimeout belong inside the handler function, which runs for every request.',
    evidence: [reply.evidence, timeLimit(source), log],
  });

export const cutOffEarly = ({ reply, log, source }: SeenReply, settingMs: number): Finding =>
  finding({
    summary: `With HANDLER_TIMEOUT=${settingMs}ms a handler was cut off after ${Math.round(reply.ms)} ms.`,
    expected: `a handler has ${settingMs} ms to answer`,
    actual: describe(reply),
    hint:
      whichLimit(source) ??
      'Is the limit written into the code, or does another one (WriteTimeout) strike first? The setting is cfg.handlerTimeout.',
    evidence: [reply.evidence, whereLimited(source), log],
  });
