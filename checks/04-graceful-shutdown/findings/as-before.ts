/** During the drain everything but readiness is served as before: what was not. */
import { describeReply, type Finding, finding, type Reply, type Source } from '#kit';
import { answering } from '../../common/routes/answering.ts';
import { baseContext, drainDelay, type Seen, shutdownCall, signalCall, unread, whyCancelled } from './seen.ts';

type Asked = { request: string; reply: Reply; want: number };

export function notAsBefore({ request, reply, want }: Asked, { story, log, source }: Seen): Finding | undefined {
  if (reply.status === want && reply.outcome === 'answered') return undefined;
  return finding({
    summary: `During the drain ${request} was not served as before.`,
    expected: `${request} → ${want} for all of DRAIN_DELAY=${drainDelay}; only /readyz changes`,
    actual: describeReply(reply),
    hint: drainHint(request, reply, want),
    evidence: [story, reply.evidence, log.evidence, whereNotAsBefore({ request, reply, want }, source)],
  });
}

/** The handler that answered; where nobody did, what closed the listener. */
function whereNotAsBefore({ request, reply }: Asked, source: Source) {
  if (reply.outcome !== 'answered') return source.find(shutdownCall, signalCall);
  const [method = '', path = ''] = request.split(' ');
  const code = answering({ method, path }, source);
  return (
    (reply.status >= 400 ? code.wrote(reply.body) : undefined) ?? code.find(statusInCode(reply.status), /[dD]rain/)
  );
}

const names: Record<number, string> = {
  200: 'StatusOK',
  500: 'StatusInternalServerError',
  503: 'StatusServiceUnavailable',
};
/** Where a status is written: the second argument of a helper, or WriteHeader's only one. */
const statusInCode = (status: number) =>
  new RegExp(`\\(\\s*(?:\\w+\\s*,\\s*)?(?:http\\.)?(?:${status}${names[status] ? `|${names[status]}` : ''})\\b`);

function drainHint(request: string, reply: Reply, want: number): string {
  if (reply.outcome === 'answered' && reply.status < 300)
    return `The request is served, but with ${reply.status}: the contract answers ${request} with ${want}, before the signal and after it.`;
  if (reply.outcome !== 'answered')
    return 'Turning unready and closing the listener are two steps with DRAIN_DELAY between them: requests from clients that do not know yet must still be served.';
  return request === 'GET /healthz'
    ? 'Liveness asks "should this be restarted?". A service that is draining is well: only /readyz says no.'
    : 'The drain is for those who have not heard the news yet: their requests deserve a real answer, not an error.';
}

/** GET /slow never asked the gate: refused, an error, or a 200 whose handler found its context ended and wrote nothing. */
export function workNotDone(reply: Reply, { story, log, source }: Seen): Finding {
  const cancelled = reply.status === 200;
  const setting = unread('GATE_URL', source);
  return finding({
    summary: cancelled
      ? 'During the drain GET /slow was answered without its work being done: it never asked the gate.'
      : 'During the drain GET /slow was not served as before.',
    expected: `GET /slow asks $GATE_URL and answers 200, for all of DRAIN_DELAY=${drainDelay}; only /readyz changes`,
    actual: describeReply(reply),
    hint: setting?.hint ?? (cancelled ? whyCancelled(source) : drainHint('GET /slow', reply, 200)),
    evidence: [
      story,
      reply.evidence,
      log.evidence,
      setting?.code ??
        (cancelled ? source.find(baseContext) : whereNotAsBefore({ request: 'GET /slow', reply, want: 200 }, source)),
    ],
  });
}
