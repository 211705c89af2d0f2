import { describe, type Exit, type Finding, finding, handlerOf, type Reply } from '#kit';
import { whereItEnded, whyItEnded } from './ending.ts';
import { unwritten } from './probes.ts';
import { inSeconds, type Seen, shutdownCall, signalCall } from './seen.ts';

/** A request that was not answered with 2xx; `at`: milliseconds since the signal. */
export type LostRequest = { what: string; reply: Reply; at: number };

type Traffic = {
  clients: number;
  answered: number;
  failures: readonly LostRequest[];
  /** For how long we waited until enough requests were answered. */
  warmUpMs: number;
};

export function lostBefore({ clients, answered, failures, warmUpMs }: Traffic, { log, source }: Seen): Finding {
  const [first] = failures;
  const path = first?.what.split(' ')[1];
  const line = unwritten(first?.reply)
    ? source.show(path === undefined ? undefined : handlerOf(source, path))
    : source.find(/make\(chan .*, /, /func .*[sS]low/);
  return finding({
    summary: `With ${clients} parallel clients requests are not answered as they should be, even before any signal.`,
    expected: 'GET /slow and GET /healthz → 200, POST /events → 202, however many come at once',
    actual: first
      ? `${first.what}: ${describe(first.reply)}`
      : `${answered} requests answered in ${inSeconds(warmUpMs, 0)}`,
    hint: unwritten(first?.reply)
      ? 'This handler is not written yet. Get its own check to pass first.'
      : 'Is there something of a fixed size that fills up: a channel, a pool, a limit? Every request runs in its own goroutine and may wait for its turn; to send it away is to lose it.',
    evidence: [first?.reply.evidence, log.evidence, line],
  });
}

/** `exit`: how the program has ended, if it has. */
type Lost = Traffic & { drainMs: number; exit: Exit | undefined };

export function lostRequests({ clients, answered, failures, drainMs, exit }: Lost, seen: Seen): Finding {
  const { story, log, source } = seen;
  const first = failures[0] as LostRequest;
  const listed = failures
    .slice(0, 8)
    .map(({ what, reply, at }) => `${(at / 1000).toFixed(3)} s after the signal  ${what}: ${describe(reply)}`);
  const failed = exit && exit.code !== 0 ? exit : undefined;
  return finding({
    summary: `${failures.length} of ${answered + failures.length} requests were lost while the service shut down under ${clients} clients.`,
    expected: `every request answered with 2xx: the clients stop as soon as /readyz says 503, and at the latest after three quarters of DRAIN_DELAY=${drainMs}ms`,
    actual: `${first.what}: ${describe(first.reply)}`,
    hint: failed ? whyItEnded(failed, seen) : hintFor(first.reply),
    evidence: [
      story,
      { kind: 'events', title: 'Requests that were lost', text: listed.join('\n') },
      first.reply.evidence,
      log.evidence,
      failed ? whereItEnded(failed, seen) : source.find(shutdownCall, signalCall),
    ],
  });
}

function hintFor(reply: Reply): string {
  if (reply.status >= 300)
    return 'The service answered, but with an error: under many clients, or during the drain, something says no that should not. Until it stops listening it serves everybody as before.';
  if (reply.outcome === 'refused' || reply.outcome === 'reset')
    return 'Clients need time to learn that they must go elsewhere: turn unready first, keep serving for DRAIN_DELAY, and only then stop listening.';
  return 'Requests that were accepted must be answered before the program ends.';
}
