/** What the two probes got wrong. */
import { describeReply, type Finding, finding, inText, type Reply, type Source } from '#kit';
import { noRoute } from '../../common/findings/no-route.ts';
import { answering } from '../../common/routes/answering.ts';
import { inSeconds, type Seen, unread } from './seen.ts';

type Asked = Omit<Seen, 'story'> & { reply: Reply | undefined };

/** What the starter answers, and what the mux does where the route is missing. */
export const unwritten = (reply: Reply | undefined) => reply?.status === 404 || reply?.status === 501;

/** There is a route for the probe, but its pattern never matches. */
function misrouted(reply: Reply | undefined, path: string, source: Source) {
  const why = reply?.status === 404 ? noRoute(reply, { method: 'GET', path }, source) : undefined;
  return why?.code ? why : undefined;
}

export function notAlive({ reply, when, log, source }: Asked & { when: string }): Finding | undefined {
  if (reply?.status === 200) return undefined;
  const route = misrouted(reply, '/healthz', source);
  return finding({
    summary: unwritten(reply)
      ? 'There is no liveness probe at GET /healthz yet.'
      : `Liveness failed ${when}, though the process was alive.`,
    expected: `GET /healthz → 200 ${when}`,
    actual: describeReply(reply),
    hint: route
      ? route.hint
      : unwritten(reply)
        ? 'Write the handler: it answers 200 and looks at nothing else.'
        : 'Kubernetes restarts a pod whose liveness probe fails, and that brings no database back. Leave every dependency to /readyz.',
    evidence: [
      reply?.evidence,
      log.evidence,
      route?.code ?? answering({ method: 'GET', path: '/healthz' }, source).find(),
    ],
  });
}

/** `status`: what the contract wants of readiness at this point. */
type Wanted = Asked & { status: 200 | 503; when: string };

export function notReady(asked: Wanted): Finding | undefined {
  const { reply, status, log, source } = asked;
  if (reply?.status === status) return undefined;
  const route = misrouted(reply, '/readyz', source);
  const words = wording(asked);
  const setting = reply?.outcome === 'answered' && !unwritten(reply) ? unread('DB_ADDR', source) : undefined;
  return finding({
    ...words,
    hint: route?.hint ?? setting?.hint ?? words.hint,
    actual: describeReply(reply),
    evidence: [reply?.evidence, log.evidence, route?.code ?? (setting ? setting.code : dialLine(asked))],
  });
}

const dials = /\bDial\w*\(/;

/** In what answers /readyz, else in a background prober, where there is only one; else the handler. */
function dialLine({ source }: Asked) {
  const code = answering({ method: 'GET', path: '/readyz' }, source);
  return code.source.find(dials) ?? source.certain.find(dials) ?? code.find();
}

type Wording = { summary: string; expected: string; hint: string };

function wording({ reply, status, when, source }: Wanted): Wording {
  const expected = `GET /readyz → ${status} ${when}; it may lag by a second`;
  if (unwritten(reply))
    return {
      summary: 'There is no readiness probe at GET /readyz yet.',
      expected,
      hint: 'Write the handler: 200 when DB_ADDR is unset or a TCP connection to $DB_ADDR succeeds, otherwise 503.',
    };
  if (reply?.outcome === 'timed-out')
    return {
      summary: `The readiness probe got no answer ${when}.`,
      expected: 'an answer within 1 second (we waited for 5)',
      hint: 'Without a time-out, a dial waits for minutes when packets are dropped. net.DialTimeout("tcp", addr, 500*time.Millisecond) leaves room to answer within a second.',
    };
  if (status === 503)
    return {
      summary: `The service says it is ready ${when}.`,
      expected,
      hint: whyStillReady(source),
    };
  return {
    summary: `The service does not get ready ${when}.`,
    expected,
    hint: 'Readiness is about now: one failed dial must not be remembered forever, and without $DB_ADDR there is nothing to wait for.',
  };
}

function whyStillReady(source: Source): string {
  if (source.has(inText(/Dial\w*\(.*"udp/)))
    return 'Dialling UDP sends nothing and never fails, so it does not tell whether anybody listens. The contract speaks of a TCP address: dial "tcp".';
  if (!source.has(dials))
    return 'Nothing in your code dials $DB_ADDR. Try to connect to it for each probe, or repeatedly in the background, and answer 503 when that fails.';
  return 'Something dials $DB_ADDR, so follow its result: is a failure (err != nil) what becomes the 503, and is it looked at for each probe, or again and again? A result from the start of the program is soon out of date.';
}

export const slowReadiness = (asked: Asked & { limitMs: number }): Finding =>
  finding({
    summary: 'The readiness probe takes too long to say no while packets to $DB_ADDR get no answer at all.',
    expected: 'an answer within 1 second',
    actual: `three times in a row it took longer than ${inSeconds(asked.limitMs, 0)}, the last time ${inSeconds(asked.reply?.ms ?? 0)}`,
    hint: 'The prober has a time-out too (Kubernetes: 1 second) and has hung up by then. Give the dial less than that: net.DialTimeout("tcp", addr, 500*time.Millisecond).',
    evidence: [asked.reply?.evidence, asked.log.evidence, dialLine(asked)],
  });
