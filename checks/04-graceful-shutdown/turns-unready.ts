import { type CheckContext, check, describe, describeReply, eventually, fail, type Reply } from '#kit';
import { baseContext, shutdownCall, signalCall, where, whereItEnded, whyCancelled, whyItEnded } from './causes.ts';
import { generousMs, holdRequest, type Service, startService } from './service.ts';
import { stoppedServing } from './stopped-serving.ts';

/** So long that nothing here has to hurry: the program is ended by us, in the middle of its drain. */
const drainDelay = '60s';
/** Longer than the sleeps that people write where DRAIN_DELAY belongs. */
const stillServingMs = 5_500;

/** After the signal /readyz turns 503 first, and everything else is served as before for DRAIN_DELAY. */
export const turnsUnready = check(
  'turns-unready',
  'turns unready on the signal, and serves on for DRAIN_DELAY',
  { needs: ['posix-signals'], lesson: 'The drain, drawn in time', timeoutMs: 120_000 },
  async (context) => {
    const service = await startService(context, { DRAIN_DELAY: drainDelay });
    await ready(context, service);
    // Keeps a program that stops listening at once alive, so that it is told apart from one that ends.
    await holdRequest(context, service);
    service.signal('SIGTERM');
    await firstSeen(context, service);
    await servesAsBefore(context, service);
    const exit = await service.server.exited(Math.max(0, stillServingMs - service.sinceSignal()));
    const about = { drainDelay, lookedAfterMs: stillServingMs };
    if (exit) stoppedServing(context, service, { ...about, actual: `it ended: ${describe(exit)}` });
    const late = await context.http.get(service.server.url('/healthz'));
    service.story.add(`GET /healthz: ${describe(late)}`);
    if (late.status !== 200) stoppedServing(context, service, { ...about, actual: describe(late), reply: late });
    const readiness = await context.http.get(service.server.url('/readyz'));
    if (readiness.status !== 503) stillReady(context, service, readiness, 'was ready again in the middle of the drain');
  },
);

async function ready({ http, files }: CheckContext, { server, story }: Service): Promise<void> {
  let last: Reply | undefined;
  await eventually(generousMs, async () => {
    last = await http.get(server.url('/readyz'));
    return last.status === 200 || last.status === 501 || last.status === 404 ? true : undefined;
  });
  story.add(`GET /readyz: ${describeReply(last)}`);
  if (last?.status === 200) return;
  fail({
    summary: 'The service was never ready, so it cannot turn unready.',
    expected: 'GET /readyz → 200 before the signal (DB_ADDR is unset)',
    actual: describeReply(last),
    hint: 'Write the readiness probe first.',
    evidence: [last?.evidence, server.log.evidence, where(files, /readyz/)],
  });
}

/** Asks as a prober does, on fresh connections, for the first answer that differs. */
async function firstSeen(context: CheckContext, service: Service): Promise<void> {
  const { server, story } = service;
  let last: Reply | undefined;
  await eventually(10_000, async () => {
    last = await context.http.get(server.url('/readyz'));
    return last.status === 200 ? undefined : true;
  });
  story.add(`GET /readyz: ${describeReply(last)}`);
  if (last?.status === 503) return;
  if (last?.status === 200) stillReady(context, service, last, 'still said it was ready 10 seconds after SIGTERM');
  const exit = await server.exited(500);
  fail({
    summary: 'The service stopped listening before anyone could read on /readyz that it is unready.',
    expected: 'GET /readyz → 200 …, then 503 …, and only after DRAIN_DELAY refused',
    actual: exit ? `${describeReply(last)}; the program had ended: ${describe(exit)}` : describeReply(last),
    hint: exit
      ? whyItEnded(exit, server, context.files)
      : 'Load balancers learn from /readyz that they must look elsewhere, and need time for it. First turn unready, then serve on for DRAIN_DELAY, then call Shutdown.',
    evidence: [story.evidence, server.log.evidence, whereItEnded(exit, server, context.files)],
  });
}

function stillReady({ files }: CheckContext, { story, server }: Service, reply: Reply, what: string): never {
  fail({
    summary: `The service ${what}.`,
    expected: `GET /readyz → 503 from the signal on (DRAIN_DELAY=${drainDelay}, so it is still draining)`,
    actual: describe(reply),
    hint: 'Keep a flag that the shutdown sets before anything else and the readiness probe looks at first. sync/atomic has atomic.Bool, safe for many goroutines.',
    evidence: [
      story.evidence,
      reply.evidence,
      server.log.evidence,
      where(files, /\.Store\(true\)|[dD]raining = true/, /func .*[rR]ead(y|iness)/, /readyz/),
    ],
  });
}

/** Between the first 503 and the refusal nothing else has changed: a new request, an event, liveness. */
async function servesAsBefore(context: CheckContext, service: Service): Promise<void> {
  const { http } = context;
  const { server, story, gate } = service;
  const held = await holdRequest(context, service);
  gate.release();
  if (!held) return emptyWords(context, service);
  const slow = await held.reply;
  const event = await http.post(server.url('/events'), { during: 'the drain' });
  const live = await http.get(server.url('/healthz'));
  const asked = [
    { what: 'GET /slow', reply: slow, want: 200 },
    { what: 'POST /events', reply: event, want: 202 },
    { what: 'GET /healthz', reply: live, want: 200 },
  ];
  for (const { what, reply } of asked) story.add(`${what}: ${describe(reply)}`);
  const wrong = asked.find(({ reply, want }) => reply.status !== want || reply.outcome !== 'answered');
  if (!wrong) return;
  fail({
    summary: `During the drain ${wrong.what} was not served as before.`,
    expected: `${wrong.what} → ${wrong.want} for all of DRAIN_DELAY=${drainDelay}; only /readyz changes`,
    actual: describe(wrong.reply),
    hint: drainHint(wrong.what, wrong.reply),
    evidence: [
      story.evidence,
      wrong.reply.evidence,
      server.log.evidence,
      where(context.files, /readyz/, shutdownCall, signalCall),
    ],
  });
}

/** Refused, an error, or a 200 whose handler found its context over and wrote nothing. */
async function emptyWords({ http, files }: CheckContext, { server, story }: Service): Promise<never> {
  const reply = await http.get(server.url('/slow'));
  const cancelled = reply.status === 200;
  fail({
    summary: cancelled
      ? 'During the drain GET /slow was answered without its work being done: it never asked the gate.'
      : 'During the drain GET /slow was not served as before.',
    expected: `GET /slow asks $GATE_URL and answers 200, for all of DRAIN_DELAY=${drainDelay}; only /readyz changes`,
    actual: describe(reply),
    hint: cancelled ? whyCancelled(files) : drainHint('GET /slow', reply),
    evidence: [
      story.evidence,
      reply.evidence,
      server.log.evidence,
      where(files, baseContext, /[dD]raining/, shutdownCall),
    ],
  });
}

function drainHint(what: string, reply: Reply): string {
  if (reply.outcome !== 'answered')
    return 'Turning unready and stopping to listen are two steps with DRAIN_DELAY between them: requests sent by those who do not know yet must still be taken.';
  return what === 'GET /healthz'
    ? 'Liveness asks "should this be restarted?". A service that is draining is well: only /readyz says no.'
    : 'The drain is for those who have not heard the news yet: their requests deserve a real answer, not an error.';
}
