import { type CheckContext, check, describe, fail, type Signal } from '#kit';
import { dropped, neverHeld, workCancelled } from './findings/finishes-in-flight.ts';
import { allOf, type Held, hangsUp, openScene, type Scene } from './scene.ts';

/** A request the server has accepted is answered in full, however long it takes within SHUTDOWN_TIMEOUT. */
export const finishesInFlight = check(
  'finishes-in-flight',
  'answers the requests that were in flight when the signal came',
  { needs: ['posix-signals'], lesson: 'Shutdown, and waiting for it', timeoutMs: 120_000 },
  async (context) => {
    await allOf(survives(longRequest, context), survives(longDrain, context));
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
  // Longer than the sleeps that people write where waiting belongs.
  holdMs: 5_500,
  latestMs: 40_000,
};

/** The time-out counts from the end of the drain: a limit that starts at the signal has run out by then. */
const longDrain: Scenario = {
  signal: 'SIGINT',
  env: { DRAIN_DELAY: '5s', SHUTDOWN_TIMEOUT: '4s' },
  refusedMs: 7_000,
  holdMs: 500,
  latestMs: 7_500,
};

async function survives(scenario: Scenario, context: CheckContext, triesLeft = 2): Promise<void> {
  const { signal, env, refusedMs, holdMs, latestMs } = scenario;
  const scene = await openScene(context, env);
  const held = await scene.hold();
  if (!held) fail(neverHeld(scene.seen));
  scene.signal(signal);
  // Only once connections are refused is it too late for a Close that waits a little. A door that stays open is for
  // refuses-new to judge; here the request is then let go before its time runs out.
  const refused = await scene.refuses(refusedMs);
  const refusedAtMs = scene.sinceSignal();
  const gaveUp = await hangsUp(held.request, refused ? holdMs : 0);
  if (scene.sinceSignal() > latestMs) return triesLeft > 0 ? survives(scenario, context, triesLeft - 1) : undefined;
  const about = { signal, env, gaveUp, refusedMs: refusedAtMs };
  if (gaveUp) return cancelled(about, held, scene);
  scene.tell('gate', 'opens');
  scene.gate.release();
  const reply = await held.reply;
  scene.tell('client', `GET /slow: ${describe(reply)}`);
  if (reply.status === 200 && reply.outcome === 'answered') return;
  const exit = await scene.exit(500);
  fail(dropped({ ...about, reply, exit, endedMs: scene.sinceSignal() }, scene.seen));
}

type About = Omit<Parameters<typeof dropped>[0], 'reply' | 'exit' | 'endedMs'>;

/** The gate saw the handler hang up before it was opened: whatever was answered, the work was not done. */
async function cancelled(about: About, held: Held, scene: Scene): Promise<never> {
  scene.tell('program', 'has given up asking the gate');
  const exit = await scene.server.exited(1_000);
  if (exit) scene.tell('program', `has ended: ${describe(exit)}`);
  const reply = await Promise.race([held.reply, exit ? held.reply : undefined]);
  const endedMs = scene.sinceSignal();
  if (reply && (exit || reply.outcome === 'answered')) fail(dropped({ ...about, reply, exit, endedMs }, scene.seen));
  fail(workCancelled(about.signal, endedMs, scene.seen));
}
