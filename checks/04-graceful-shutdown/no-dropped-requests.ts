import { type CheckContext, check, describe, eventually, fail, type Reply } from '#kit';
import { shutdownCall, signalCall, where, whyItEnded } from './causes.ts';
import { type Service, startService } from './service.ts';

const clients = 50;
const drainMs = 3_000;
/** No client starts a request in the last quarter of the drain, so that ours may be slow without being wrong. */
const lastStartMs = (drainMs * 3) / 4;
const warmUp = 200;
const warmUpMs = 30_000;

/** 50 clients across a SIGTERM, each behaving as a load balancer does: it stops once it has seen readiness 503. */
export const noDroppedRequests = check(
  'no-dropped-requests',
  'loses none of the requests of 50 clients while it shuts down',
  { needs: ['posix-signals'], exclusive: true, lesson: 'The drain, drawn in time', timeoutMs: 120_000 },
  async (context) => {
    const service = await startService(context, { DRAIN_DELAY: `${drainMs}ms` });
    const traffic = openTraffic(context, service);
    const running = Array.from({ length: clients }, (_, number) => client(number, traffic));
    await eventually(warmUpMs, () => (traffic.answered >= warmUp || traffic.failures.length > 0 ? true : undefined));
    if (traffic.answered < warmUp) lostBefore(traffic);
    traffic.holdSlow();
    service.signal('SIGTERM');
    await watchReadiness(traffic);
    await service.refuses();
    traffic.releaseSlow();
    await Promise.all(running);
    traffic.close();
    await judgeTraffic(traffic);
  },
);

type Failed = { what: string; reply: Reply; at: number };
type Traffic = ReturnType<typeof openTraffic>;

function openTraffic(context: CheckContext, service: Service) {
  const state = { unready: false, signalled: false, answered: 0, failures: [] as Failed[] };
  let held = 0;
  service.gate.respond((request) => request.answer());
  const sessions = Array.from({ length: clients / 2 }, () => context.http.session());
  const close = () => {
    for (const session of sessions) session.close();
  };
  context.defer(close);
  return Object.assign(state, {
    context,
    service,
    sessions,
    close,
    /** From now on /slow is in flight until connections are refused. */
    holdSlow() {
      state.signalled = true;
      service.gate.respond(() => {
        held += 1;
      });
    },
    releaseSlow() {
      service.gate.release();
      service.story.add(`the gate opens for ${held} requests`);
    },
  });
}

const mayStart = (traffic: Traffic) =>
  !traffic.unready &&
  traffic.failures.length === 0 &&
  !(traffic.signalled && traffic.service.sinceSignal() > lastStartMs);

/** Even numbers keep their connection; odd ones open a new one each time, and post events too. */
async function client(number: number, traffic: Traffic): Promise<void> {
  const { context, service } = traffic;
  const session = number % 2 === 0 ? traffic.sessions[number / 2] : undefined;
  for (let turn = number; mayStart(traffic); turn += 1) {
    const path = ['/slow', '/healthz', '/events'][turn % 3] as string;
    const url = service.server.url(path);
    const reply =
      path === '/events'
        ? await context.http.post(url, { client: number, turn }, { timeoutMs: 60_000 })
        : session
          ? await sentOnceMore(context, session.get(url, { timeoutMs: 60_000 }), url)
          : await context.http.get(url, { timeoutMs: 60_000 });
    if (reply.outcome === 'answered' && reply.status >= 200 && reply.status < 300) traffic.answered += 1;
    else
      traffic.failures.push({
        what: `${path === '/events' ? 'POST' : 'GET'} ${path}`,
        reply,
        at: service.sinceSignal(),
      });
  }
}

/** As every HTTP client does (RFC 9110, 9.2.2): an idempotent request whose reused connection died before the first byte. */
async function sentOnceMore({ http }: CheckContext, first: Promise<Reply>, url: string): Promise<Reply> {
  const reply = await first;
  return reply.reused && reply.outcome === 'reset' ? http.get(url, { timeoutMs: 60_000 }) : reply;
}

/** The load balancer's own prober. A refusal is not a 503: a balancer that gets one has already sent requests into it. */
async function watchReadiness(traffic: Traffic): Promise<void> {
  const { context, service } = traffic;
  const last = await eventually(
    lastStartMs,
    async () => {
      const reply = await context.http.get(service.server.url('/readyz'));
      return reply.status === 503 || reply.outcome !== 'answered' ? reply : undefined;
    },
    20,
  );
  traffic.unready = last?.status === 503;
  service.story.add(
    last ? `GET /readyz: ${describe(last)}` : 'GET /readyz is not 503 yet, and the drain is almost over',
  );
}

function lostBefore({ failures, answered, service: { server }, context }: Traffic): never {
  const [first] = failures;
  fail({
    summary: `Under ${clients} parallel clients requests are not answered as they should, even before any signal.`,
    expected: 'GET /slow and GET /healthz → 200, POST /events → 202, however many come at once',
    actual: first
      ? `${first.what}: ${describe(first.reply)}`
      : `${answered} requests answered in ${warmUpMs / 1000} seconds`,
    hint: 'Is there something of a fixed size that runs full: a channel, a pool, a limit? Every request has a goroutine of its own and may wait for its turn; to send it away is to lose it.',
    evidence: [first?.reply.evidence, server.log.evidence, where(context.files, /make\(chan .*, /, /func .*[sS]low/)],
  });
}

async function judgeTraffic({ failures, answered, service, context }: Traffic): Promise<void> {
  const { story, server } = service;
  const [first] = failures;
  if (!first) return;
  const exit = server.running ? undefined : await service.exit(500);
  const listed = failures
    .slice(0, 8)
    .map(({ what, reply, at }) => `${(at / 1000).toFixed(3)} s after the signal  ${what}: ${describe(reply)}`);
  fail({
    summary: `${failures.length} of ${answered + failures.length} requests were lost while the service shut down under ${clients} clients.`,
    expected: `every request answered with 2xx: the clients stop as soon as /readyz says 503, and at the latest after three quarters of DRAIN_DELAY=${drainMs}ms`,
    actual: `${first.what}: ${describe(first.reply)}`,
    hint: exit?.signal ? whyItEnded(exit, server, context.files) : hintFor(first.reply),
    evidence: [
      story.evidence,
      { kind: 'events', title: 'Requests that were lost', text: listed.join('\n') },
      first.reply.evidence,
      server.log.evidence,
      where(context.files, shutdownCall, signalCall),
    ],
  });
}

function hintFor(reply: Reply): string {
  if (reply.status >= 300)
    return 'The service answered, but with an error: under many clients, or during the drain, something says no that should not. Until it stops listening it serves everybody as before.';
  if (reply.outcome === 'refused' || reply.outcome === 'reset')
    return 'Clients need time to learn that they must go elsewhere: turn unready first, serve on for DRAIN_DELAY, and only then stop listening.';
  return 'Requests that were accepted must be answered before the program ends.';
}
