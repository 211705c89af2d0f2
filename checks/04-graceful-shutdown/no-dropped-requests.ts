import { check, describe, fail, type Reply } from '#kit';
import { shutdownCall, signalCall, where, whereItEnded, whyItEnded } from './causes.ts';
import { acrossShutdown, clients, type Traffic, warmUpMs } from './traffic.ts';

/** Milliseconds. The longer ones are for machines that stalled so long that our own requests may have come too late. */
const drains = [3_000, 9_000, 27_000];

/** 50 clients across a SIGTERM, each behaving as a load balancer does: it stops once it has seen readiness 503. */
export const noDroppedRequests = check(
  'no-dropped-requests',
  'loses none of the requests of 50 clients while it shuts down',
  { needs: ['posix-signals'], exclusive: true, lesson: 'The drain, drawn in time', timeoutMs: 120_000 },
  async (context) => {
    for (const drainMs of drains) {
      const traffic = await acrossShutdown(context, drainMs);
      if (!traffic.signalled) lostBefore(traffic);
      if (traffic.failures.length === 0) return;
      if (traffic.stalledMs < drainMs / 8 || drainMs === drains.at(-1)) await judgeTraffic(traffic);
    }
  },
);

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

async function judgeTraffic({ failures, answered, service, context, drainMs }: Traffic): Promise<void> {
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
    hint: exit && exit.code !== 0 ? whyItEnded(exit, server, context.files) : hintFor(first.reply),
    evidence: [
      story.evidence,
      { kind: 'events', title: 'Requests that were lost', text: listed.join('\n') },
      first.reply.evidence,
      server.log.evidence,
      exit && exit.code !== 0
        ? whereItEnded(exit, server, context.files)
        : where(context.files, shutdownCall, signalCall),
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
