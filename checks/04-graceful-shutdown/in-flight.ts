import { type CheckContext, check, describe, type Exit, fail, type Reply, type Signal } from '#kit';
import { baseContext, shutdownCall, where, whyCancelled } from './causes.ts';
import { dropped } from './dropped.ts';
import { type Held, holdRequest, type Service, sideBySide, startService } from './service.ts';

/** Longer than the sleeps that people write where waiting belongs. */
const longMs = 5_500;

/** A request the server has accepted is answered in full, however long it takes within SHUTDOWN_TIMEOUT. */
export const finishesInFlight = check(
  'finishes-in-flight',
  'answers the requests that were in flight when the signal came',
  { needs: ['posix-signals'], lesson: 'Shutdown, and waiting for it', timeoutMs: 120_000 },
  async (context) => {
    await sideBySide(survives(longRequest, context), survives(longDrain, context));
  },
);

type Scenario = {
  signal: Signal;
  env: { DRAIN_DELAY: string; SHUTDOWN_TIMEOUT: string };
  refusedMs: number;
  /** The gate stays shut for so long after new connections are refused. */
  holdMs: number;
  /** Since the signal: later than this we are too late ourselves, and nothing can be said. */
  latestMs: number;
};

const longRequest: Scenario = {
  signal: 'SIGTERM',
  env: { DRAIN_DELAY: '100ms', SHUTDOWN_TIMEOUT: '60s' },
  refusedMs: 10_000,
  holdMs: longMs,
  latestMs: 40_000,
};

/** The time-out is counted from where the drain ends: whoever counts from the signal has none left by then. */
const longDrain: Scenario = {
  signal: 'SIGINT',
  env: { DRAIN_DELAY: '6s', SHUTDOWN_TIMEOUT: '5s' },
  refusedMs: 8_500,
  holdMs: 500,
  latestMs: 9_500,
};

async function survives(scenario: Scenario, context: CheckContext, triesLeft = 2): Promise<void> {
  const { signal, env, refusedMs, holdMs, latestMs } = scenario;
  const service = await startService(context, env);
  const held = await holdRequest(context, service);
  if (!held) return neverHeld(context, service);
  service.signal(signal);
  // Only once connections are refused is it too late for a Close that waits a little. A door that stays open is for
  // refuses-new to judge; here the request is then let go before its time runs out.
  const refused = await service.refuses(refusedMs);
  const refusedAt = service.sinceSignal();
  const cancelled = await held.request.gone(refused ? holdMs : 0);
  if (service.sinceSignal() > latestMs) return triesLeft > 0 ? survives(scenario, context, triesLeft - 1) : undefined;
  const lost = (reply: Reply, exit: Exit | undefined) =>
    dropped(
      { signal, env, reply, exit, gaveUp: cancelled, refusedMs: refusedAt, endedMs: service.sinceSignal() },
      context,
      service,
    );
  if (cancelled) await workCancelled(signal, held, lost, context, service);
  service.story.add('the gate opens');
  service.gate.release();
  const reply = await held.reply;
  service.story.add(`the client of GET /slow: ${describe(reply)}`);
  if (reply.status !== 200 || reply.outcome !== 'answered') lost(reply, await service.exit(500));
}

function neverHeld({ files }: CheckContext, { server, story }: Service): never {
  fail({
    summary: 'GET /slow did not ask the gate, so there was no request to hold.',
    expected: 'GET /slow asks GET $GATE_URL and answers when that does, as in the starter',
    hint: 'Compare your /slow with the starter’s.',
    evidence: [story.evidence, server.log.evidence, where(files, /slow/)],
  });
}

/** The gate saw the handler hang up before it was opened: with an answer of whatever kind, the work was not done. */
async function workCancelled(
  signal: Signal,
  held: Held,
  lost: (reply: Reply, exit: Exit | undefined) => never,
  context: CheckContext,
  service: Service,
): Promise<never> {
  service.story.add('the handler of GET /slow has given up waiting for the gate');
  const exit = await service.server.exited(1_000);
  if (exit) service.story.add(`the program has ended: ${describe(exit)}`);
  const reply = await Promise.race([held.reply, exit ? held.reply : undefined]);
  if (reply && (exit || reply.outcome === 'answered')) lost(reply, exit);
  fail({
    summary: `${signal} cancelled the work of a request that was in flight, ${(service.sinceSignal() / 1000).toFixed(1)} seconds after it came.`,
    expected: `the handler goes on, for at most SHUTDOWN_TIMEOUT from the end of DRAIN_DELAY, and answers 200`,
    actual: 'its request to the gate was cancelled while the gate was still shut',
    hint: whyCancelled(context.files),
    evidence: [
      service.story.evidence,
      service.server.log.evidence,
      where(context.files, baseContext, /WithTimeout|WithDeadline/, shutdownCall),
    ],
  });
}
