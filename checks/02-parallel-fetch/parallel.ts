/** The upstreams answer only once both requests have arrived: sequential code waits forever. */
import {
  type CheckContext,
  check,
  duration,
  fail,
  failIf,
  late,
  type Reply,
  replyProblem,
  type UpstreamRequest,
  within,
} from '#kit';
import { bothToOne, notAsked } from './findings/not-asked.ts';
import {
  askedTooOften,
  givenUpMeanwhile,
  neverAnswered,
  oneAfterTheOther,
  sharedAnswer,
  unanswered,
  wrongPath,
} from './findings/parallel.ts';
import { openScene, type Scene, whileHeld } from './scene.ts';
import { askedFor } from './seen.ts';
import { answering, silent } from './upstreams/handlers.ts';
import { type Name, names, otherThan, pathOf } from './upstreams/names.ts';

/** How long the second request may take to arrive while the first is held. A correct program needs a millisecond. */
const patienceMs = 5_000;
/** How long the answer may take once both upstreams have answered. */
const afterwardsMs = 20_000;

export const parallel = check(
  'parallel',
  'asks both upstreams at once, one request each',
  { lesson: 'One after the other, side by side' },
  async (context) => {
    const scene = await openScene(context, { handlers: { profile: silent, orders: silent } });
    await meetAtTheBarrier(scene, { id: 7, nth: 1, order: names });
    await meetAtTheBarrier(scene, { id: 8, nth: 2, order: names.toReversed() });
    await shareNothing(scene, 9);
    await measureLatency(context);
  },
);

/** `nth`: the number of the request that each upstream must see; `order`: who answers first. */
type Meeting = { id: number; nth: number; order: readonly Name[] };

async function meetAtTheBarrier(scene: Scene, meeting: Meeting): Promise<void> {
  const { upstreams, timeline } = scene;
  const { id, nth, order } = meeting;
  for (const name of names) upstreams.respond(name, silent);
  timeline.tell('we', `→ GET /api/dashboard/${id}, and hold every upstream answer`);
  const pending = scene.get(id, whileHeld);
  const held = await bothHeld(scene, meeting, pending);
  for (const name of names) if (!asksFor(held[name], name, id)) fail(wrongPath(scene.seen(id), name, held[name]));
  for (const name of order) {
    timeline.tell(name, 'both are here: answers');
    upstreams.release(name);
  }
  const reply = await within(afterwardsMs, pending);
  if (reply === late) fail(neverAnswered(scene.seen(id), afterwardsMs, await scene.server.dump()));
  if (replyProblem(reply, { status: 200 })) fail(unanswered(scene.seen(id, reply), reply));
  const again = names.find((name) => upstreams[name].requests.length !== nth);
  if (again) fail(askedTooOften(scene.seen(id, reply), again));
}

const asksFor = ({ method, path }: UpstreamRequest, name: Name, id: number) =>
  method === 'GET' && path === pathOf(name, id);

/** The nth request of each upstream, both waiting at the same time. */
async function bothHeld(
  scene: Scene,
  meeting: Meeting,
  pending: Promise<Reply>,
): Promise<Record<Name, UpstreamRequest>> {
  const { upstreams, timeline } = scene;
  const { id, nth } = meeting;
  const both = Promise.all(names.map((name) => upstreams[name].arrived(nth, patienceMs)));
  const early = await Promise.race([both.then(() => undefined), pending]);
  if (early) await within(200, both);
  const [profile, orders] = names.map((name) => upstreams[name].requests[nth - 1]);
  if (!profile && !orders) fail(notAsked(scene.seen(id, early), names));
  if (!profile || !orders) return onlyOneHeld(scene, meeting, profile ? 'orders' : 'profile', pending, early);
  const gone = profile.left ? 'profile' : orders.left ? 'orders' : undefined;
  if (!gone) return { profile, orders };
  timeline.tell(gone, 'its request has been given up meanwhile');
  fail(givenUpMeanwhile(scene.seen(id), gone));
}

/** `missing` was not asked while the other was held: it never is, or only afterwards. */
async function onlyOneHeld(
  scene: Scene,
  { id, nth }: Meeting,
  missing: Name,
  pending: Promise<Reply>,
  early: Reply | undefined,
): Promise<never> {
  const { upstreams, timeline } = scene;
  const held = otherThan(missing);
  failIf(bothToOne(scene.seen(id), missing));
  if (early) fail(notAsked(scene.seen(id, early), [missing]));
  timeline.tell(held, `has waited ${duration(patienceMs)} for the other: answers alone`);
  upstreams.release(held);
  const came = await Promise.race([upstreams[missing].arrived(nth, patienceMs), pending.then(() => undefined)]);
  fail(oneAfterTheOther(scene.seen(id), missing, came !== undefined, patienceMs));
}

/**
 * Two dashboards for the same id, in flight at once: each asks for itself. A program that makes one wait for the other is
 * let through after a while; only the number of requests counts.
 */
async function shareNothing(scene: Scene, id: number): Promise<void> {
  const { context, upstreams, timeline } = scene;
  for (const name of names) upstreams.respond(name, silent);
  timeline.restart();
  timeline.tell('we', `→ GET /api/dashboard/${id}, twice at once, and hold every upstream answer`);
  const request = { url: scene.url(id), ...whileHeld };
  const pending = context.http.together([request, request]);
  const all = names.map((name) => upstreams[name].arrived(upstreams[name].requests.length + 2, 2_000));
  await Promise.race([Promise.all(all), pending]);
  for (const name of names) {
    timeline.tell(name, 'answers');
    upstreams.release(name);
  }
  const replies = await pending;
  const seen = scene.seen(id);
  const once = names.find((name) => askedFor(seen, name).length < 2);
  if (once && replies.every(({ status }) => status === 200)) fail(sharedAnswer(seen, once));
}

/** For the learner's own numbers only: no verdict depends on these delays. */
async function measureLatency(context: CheckContext): Promise<void> {
  const delays = { profile: 120, orders: 180 };
  const took: Partial<Record<Name, number>> = {};
  const slow = (name: Name) => async (request: UpstreamRequest) => {
    const begun = performance.now();
    await new Promise((resolve) => setTimeout(resolve, delays[name]));
    answering(name)(request);
    took[name] = performance.now() - begun;
  };
  const scene = await openScene(context, { handlers: { profile: slow('profile'), orders: slow('orders') } });
  const reply = await scene.get(9);
  if (reply.status !== 200 || !took.profile || !took.orders) return;
  context.measure('dashboard-latency', reply.ms, 'ms');
  context.measure('slowest-upstream', Math.max(took.profile, took.orders), 'ms');
  context.measure('upstreams-together', took.profile + took.orders, 'ms');
}
