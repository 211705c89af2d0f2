/** Many dashboards in flight at once: all of them wait at the upstreams before one is answered. */
import { check, fail, failIf, type Reply, type Upstream } from '#kit';
import { heldBack, mixedUp } from './findings/fan-out.ts';
import { noDashboard } from './findings/not-asked.ts';
import { openScene, type Scene } from './scene.ts';
import { silent } from './upstreams/handlers.ts';
import { names } from './upstreams/names.ts';

const inFlight = 250;
/** Longer than the requests themselves may take: `pending` ends first. */
const ourTurnMs = 600_000;

export const fanOut = check(
  'fan-out',
  `has ${inFlight} dashboards in flight at once`,
  {
    needs: [{ openFiles: 3 * inFlight + 50 }],
    after: ['merges'],
    lesson: 'What a parked goroutine costs',
    timeoutMs: 120_000,
  },
  async (context) => {
    const scene = await openScene(context, { handlers: { profile: silent, orders: silent } });
    const atRest = await scene.server.residentBytes();
    scene.timeline.tell('we', `→ ${inFlight} dashboards at once, and hold every upstream answer`);
    const pending = scene.getMany(inFlight, { timeoutMs: 90_000 });
    await allHeld(scene, pending);
    const held = await scene.server.residentBytes();
    if (atRest !== undefined && held !== undefined && held > atRest)
      context.measure('memory-per-dashboard', Math.round((held - atRest) / inFlight), 'bytes');
    for (const name of names) scene.upstreams.release(name);
    expectOwnDocuments(scene, await pending);
  },
);

/** Each upstream holds all of its requests at once. A program that asks one after the other is let through: see parallel. */
async function allHeld(scene: Scene, pending: Promise<Reply[]>): Promise<void> {
  const { upstreams } = scene;
  // Patience starts with the first arrival: until then we may be waiting for our own turn to send so many at once.
  await Promise.race([...names.map((name) => upstreams[name].arrived(1, ourTurnMs)), pending]);
  await Promise.race([Promise.all(names.map((name) => full(upstreams[name]))), pending]);
  const short = names.find((name) => upstreams[name].requests.length < inFlight);
  if (!short) return;
  const first = names.find((name) => upstreams[name].requests.length === inFlight);
  if (first && upstreams[short].requests.length === 0) {
    upstreams.release(first);
    if (await full(upstreams[short])) return;
  }
  fail(heldBack(scene.seen(1), short, inFlight));
}

/** Waits as long as requests keep coming; false when none came for a while. */
async function full(upstream: Upstream): Promise<boolean> {
  while (upstream.requests.length < inFlight)
    if (!(await upstream.arrived(upstream.requests.length + 1, 5_000))) return false;
  return true;
}

function expectOwnDocuments(scene: Scene, replies: readonly Reply[]): void {
  for (const [index, reply] of replies.entries()) {
    const id = index + 1;
    failIf(noDashboard(scene.seen(id, reply), reply, `when ${inFlight} were in flight`));
    if (!isFor(reply, id)) fail(mixedUp(scene.seen(id, reply), reply, inFlight));
  }
}

function isFor(reply: Reply, id: number): boolean {
  const body = reply.json as { profile?: { id?: unknown }; orders?: { user?: unknown }[] } | undefined;
  return body?.profile?.id === id && body.orders?.[0]?.user === id;
}
