import { describe, type Exit, type Finding, finding, type Reply } from '#kit';
import { whereItEnded, whyItEnded } from './ending.ts';
import { baseContext, inSeconds, listenerClose, type Seen, shutdownCall, signalCall, whyCancelled } from './seen.ts';

export const stillListening = (afterMs: number, { story, log, source }: Seen): Finding =>
  finding({
    summary: 'The service keeps accepting new connections after DRAIN_DELAY.',
    expected: 'DRAIN_DELAY=100ms after SIGTERM new connections are refused, while a request in flight may still finish',
    actual: `${inSeconds(afterMs, 0)} after SIGTERM a new connection was accepted`,
    hint: 'Shutdown starts by closing the listener. Waiting for requests before that call leaves the door open: new ones keep coming.',
    evidence: [story, log.evidence, source.find(shutdownCall, signalCall)],
  });

export const stillIdle = (afterMs: number, { story, log, source }: Seen): Finding =>
  finding({
    summary: 'An idle keep-alive connection stays open after the service has stopped listening.',
    expected: 'idle connections are closed, so that their clients go elsewhere with the next request',
    actual: `${inSeconds(afterMs, 0)} after new connections were refused, the idle one was still open`,
    hint: 'Closing the listener alone leaves existing connections open. http.Server.Shutdown closes the idle ones too.',
    evidence: [story, log.evidence, source.find(listenerClose, shutdownCall)],
  });

export function endedInFlight(reply: Reply, exit: Exit, seen: Seen): Finding {
  const { story, log, source } = seen;
  // Answered with the gate still shut: its work was given up, and only then was there nothing left to wait for.
  const gaveUp = reply.outcome === 'answered';
  return finding({
    summary: 'The program ended while a request was in flight, instead of refusing new ones and waiting.',
    expected: 'it runs on, refuses new connections, and waits for the request in flight (SHUTDOWN_TIMEOUT=300s)',
    actual: describe(exit),
    hint: gaveUp ? whyCancelled(source) : whyItEnded(exit, seen),
    evidence: [story, log.evidence, gaveUp ? source.find(baseContext, shutdownCall) : whereItEnded(exit, seen)],
  });
}
