import { type CheckContext, check, describe, fail } from '#kit';
import { baseContext, shutdownCall, signalCall, where, whereItEnded, whyCancelled, whyItEnded } from './causes.ts';
import { endingMs, generousMs, type Held, holdRequest, longTimeout, type Service, startService } from './service.ts';

/** While a held request keeps the process alive, new connections come to be refused and idle ones closed. */
export const refusesNew = check(
  'refuses-new',
  'refuses new connections and closes idle ones once the drain is over',
  { needs: ['posix-signals'], lesson: 'Shutdown, and waiting for it', timeoutMs: 120_000 },
  async (context) => {
    const service = await startService(context);
    const { server, story } = service;
    const idle = context.http.session();
    context.defer(() => idle.close());
    await idle.get(server.url('/healthz'));
    story.add('a client has an idle keep-alive connection');
    const held = await holdRequest(context, service);
    service.signal('SIGTERM');
    const refused = await service.refuses();
    if (!refused) stillListening(context, service);
    const closed = await idle.idleClosed(generousMs);
    story.add(closed ? 'the idle connection is closed' : 'the idle connection is still open');
    if (held) await endedEarly(held, context, service);
    if (!closed) stillIdle(context, service);
  },
);

/**
 * A program that is gone refuses everybody, but that is not what was asked. One that is about to end is given the time for it:
 * whether it is found out must not depend on who is faster.
 */
async function endedEarly(held: Held, { files }: CheckContext, service: Service): Promise<void> {
  const { server, story } = service;
  const exit = await server.exited(endingMs);
  if (!exit) return;
  const reply = await held.reply;
  story.add(`the client of GET /slow: ${describe(reply)}`);
  story.add(`the program ends: ${describe(exit)}`);
  // Answered with the gate still shut: its work was given up, and only then was there nothing left to wait for.
  const gaveUp = reply.outcome === 'answered';
  fail({
    summary: 'The program ended while a request was in flight, instead of refusing new ones and waiting.',
    expected: `it runs on, refuses new connections, and waits for the request in flight (SHUTDOWN_TIMEOUT=${longTimeout})`,
    actual: describe(exit),
    hint: gaveUp ? whyCancelled(files) : whyItEnded(exit, server, files),
    evidence: [
      story.evidence,
      server.log.evidence,
      gaveUp ? where(files, baseContext, shutdownCall) : whereItEnded(exit, server, files),
    ],
  });
}

function stillListening({ files }: CheckContext, { story, server }: Service): never {
  fail({
    summary: 'The service goes on accepting new connections after DRAIN_DELAY.',
    expected: 'DRAIN_DELAY=100ms after SIGTERM new connections are refused, while a request in flight may still finish',
    actual: `${generousMs / 1000} seconds after SIGTERM a new connection was accepted`,
    hint: 'Shutdown begins with closing the listener. A wait for requests before that call keeps the door open: new ones come in all the time.',
    evidence: [story.evidence, server.log.evidence, where(files, shutdownCall, signalCall)],
  });
}

function stillIdle({ files }: CheckContext, { story, server }: Service): never {
  fail({
    summary: 'An idle keep-alive connection stays open after the service has stopped listening.',
    expected: 'idle connections are closed, so that their clients go elsewhere with the next request',
    actual: `${generousMs / 1000} seconds after new connections were refused, the idle one was still open`,
    hint: 'Closing the listener alone leaves the connections that exist. http.Server.Shutdown closes the idle ones too.',
    evidence: [
      story.evidence,
      server.log.evidence,
      where(files, /[lL]istener\.Close|ln\.Close|\bl\.Close/, shutdownCall),
    ],
  });
}
