import { check, describe, fail } from '#kit';
import { endedInFlight, stillIdle, stillListening } from './findings/refuses-new.ts';
import { endingMs, generousMs, type Held, idleClient, openScene, type Scene } from './scene.ts';

/** While a held request keeps the process alive, new connections come to be refused and idle ones closed. */
export const refusesNew = check(
  'refuses-new',
  'refuses new connections and closes idle ones once the drain is over',
  { needs: ['posix-signals'], lesson: 'Shutdown, and waiting for it', timeoutMs: 120_000 },
  async (context) => {
    const scene = await openScene(context);
    const idle = await idleClient(context, scene);
    const held = await scene.hold();
    scene.signal('SIGTERM');
    if (!(await scene.refuses())) fail(stillListening(generousMs, scene.seen));
    const closed = await idle.idleClosed(generousMs);
    scene.tell('client', closed ? 'finds its idle connection closed' : 'finds its idle connection still open');
    if (held) await stillHolds(held, scene);
    if (!closed) fail(stillIdle(generousMs, scene.seen));
  },
);

/**
 * A program that is gone refuses every connection too, but that is not what was asked. One that is about to end gets the
 * time for it: whether it is found out must not depend on who is faster.
 */
async function stillHolds(held: Held, { server, tell, seen }: Scene): Promise<void> {
  const exit = await server.exited(endingMs);
  if (!exit) return;
  const reply = await held.reply;
  tell('client', `GET /slow: ${describe(reply)}`);
  tell('program', `has ended: ${describe(exit)}`);
  fail(endedInFlight(reply, exit, seen));
}
