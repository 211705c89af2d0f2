/** The upstreams answer only once both requests have arrived: whoever asks one after the other waits for ever. */
import {
  type CheckContext,
  check,
  describe,
  fail,
  late,
  type Reply,
  type Server,
  type UpstreamRequest,
  within,
} from '#kit';
import {
  answering,
  dashboard,
  type Fakes,
  type Name,
  names,
  openFakes,
  otherThan,
  pathOf,
  silent,
  startWith,
} from './fakes.ts';
import { asks, spawns, where } from './places.ts';
import { expectNoSharing } from './sharing.ts';
import { failMisled, failNotAsked } from './unanswered.ts';

/** How long the second request may take to arrive while the first is held. A right program needs a millisecond. */
const patienceMs = 5_000;

type Scene = { context: CheckContext; fakes: Fakes; server: Server; id: number; pending: Promise<Reply> };

export const parallel = check(
  'parallel',
  'asks both upstreams at once, one request each',
  { lesson: 'One after the other, side by side' },
  async (context) => {
    await meetAtTheBarrier(context);
    await measureLatency(context);
  },
);

async function meetAtTheBarrier(context: CheckContext): Promise<void> {
  const fakes = await openFakes(context, { profile: silent, orders: silent });
  const server = await startWith(context, fakes);
  for (const id of [7, 8]) {
    for (const name of names) fakes.respond(name, silent);
    fakes.story.tell('we', `→ GET /api/dashboard/${id}, and hold every upstream answer`);
    const pending = context.http.get(dashboard(server, id), { timeoutMs: 60_000 });
    const scene = { context, fakes, server, id, pending };
    const held = await bothHeld(scene, id - 6);
    for (const name of names) expectPath(scene, name, held[name]);
    for (const name of id === 7 ? names : names.toReversed()) {
      fakes.story.tell(name, 'both are here: answers');
      fakes.release(name);
    }
    expectAnswer(scene, await pending);
    for (const name of names) expectOnce(scene, name, id - 6);
  }
  await expectNoSharing(context, fakes, server);
}

/** The nth request of each upstream, both waiting at the same time. */
async function bothHeld(scene: Scene, n: number): Promise<Record<Name, UpstreamRequest>> {
  const { fakes, pending } = scene;
  const both = Promise.all(names.map((name) => fakes[name].arrived(n, patienceMs)));
  const early = await Promise.race([both.then(() => undefined), pending]);
  if (early) await within(200, both);
  const [profile, orders] = names.map((name) => fakes[name].requests[n - 1]);
  if (!profile && !orders) failNotAsked(scene.context, { ...scene, reply: early ?? late, missing: names });
  if (!profile || !orders) return failOneAfterTheOther(scene, profile ? 'profile' : 'orders', n, early);
  const gone = names.find((name) => fakes[name].requests[n - 1]?.left);
  if (gone) failLeft(scene, gone);
  return { profile, orders };
}

async function failOneAfterTheOther(scene: Scene, first: Name, n: number, early: Reply | undefined): Promise<never> {
  const { context, fakes, pending, id } = scene;
  const second = otherThan(first);
  failMisled(context, { ...scene, missing: second });
  if (early) failNotAsked(context, { ...scene, reply: early, missing: [second] });
  fakes.story.tell(first, `has waited ${patienceMs / 1000} s for the other: answers alone`);
  fakes.release(first);
  const came = await Promise.race([fakes[second].arrived(n, patienceMs), pending.then(() => undefined)]);
  fail({
    summary: `The upstreams are asked one after the other: ${second} is not asked before ${first} has answered.`,
    expected: `while we hold the answer of ${first}, GET ${pathOf(second, id)} arrives as well`,
    actual: came
      ? `it arrived only once ${first} had been answered`
      : `it did not arrive within ${patienceMs / 1000} s, nor after ${first} had been answered`,
    hint: 'Begin both requests before you wait for either: one goroutine each (go func() { … }()), and receive the results from a channel afterwards. A receive or a Wait between the two go statements makes them sequential again, and so does a lock that is held while waiting for an answer.',
    evidence: [fakes.story.evidence, where(context.files, spawns), where(context.files, asks)],
  });
}

function failLeft(scene: Scene, gone: Name): never {
  scene.fakes.story.tell(gone, 'its request has been given up meanwhile');
  fail({
    summary: `The two requests were not there at the same time: the one to ${gone} had been given up before the other came.`,
    expected: 'both requests wait for their answers at the same time',
    actual: `${gone} saw the program hang up`,
    hint: 'One request to each upstream, both begun before you wait for either, and both waiting for as long as UPSTREAM_TIMEOUT allows.',
    evidence: [scene.fakes.story.evidence, where(scene.context.files, spawns, asks)],
  });
}

function expectPath({ context, fakes, id }: Scene, name: Name, request: UpstreamRequest): void {
  const wanted = pathOf(name, id);
  if (request.method === 'GET' && request.path === wanted) return;
  fail({
    summary: `The upstream ${name} was asked for something else than document ${id}.`,
    expected: `GET ${wanted}`,
    actual: `${request.method} ${request.path}`,
    hint: `The address is $${name.toUpperCase()}_URL followed by ${pathOf(name, '{id}')}, with the id of the dashboard.`,
    evidence: [fakes.story.evidence, where(context.files, name === 'profile' ? /profiles/ : /orders\//, asks)],
  });
}

function expectAnswer({ context, fakes, server, id }: Scene, reply: Reply): void {
  if (reply.outcome === 'answered' && reply.status === 200) return;
  fail({
    summary: `Both upstreams answered, but GET /api/dashboard/${id} was not answered with 200.`,
    expected: 'status 200 with both documents',
    actual: describe(reply),
    hint: 'Both requests were there at once and each got a 200 with a JSON document. What the program printed may say why.',
    evidence: [reply.evidence, fakes.story.evidence, server.log.evidence, where(context.files, asks)],
  });
}

function expectOnce({ context, fakes, id }: Scene, name: Name, so: number): void {
  const { requests } = fakes[name];
  if (requests.length === so) return;
  const mine = requests.filter((one) => one.path === pathOf(name, id)).length;
  fail({
    summary: `The upstream ${name} was asked ${mine} times for one dashboard.`,
    expected: 'each dashboard makes exactly one request to each upstream',
    actual: `${mine} × GET ${pathOf(name, id)}`,
    hint: 'Somebody else runs the upstream and pays for every request. Start one goroutine per upstream, and retry nothing.',
    evidence: [fakes.story.evidence, where(context.files, spawns, asks)],
  });
}

/** For the learner's own numbers alone: nothing is judged by these delays. */
async function measureLatency(context: CheckContext): Promise<void> {
  const delays = { profile: 120, orders: 180 };
  const took: Partial<Record<Name, number>> = {};
  const slow = (name: Name) => async (request: UpstreamRequest) => {
    const begun = performance.now();
    await new Promise((resolve) => setTimeout(resolve, delays[name]));
    answering(name)(request);
    took[name] = performance.now() - begun;
  };
  const fakes = await openFakes(context, { profile: slow('profile'), orders: slow('orders') });
  const server = await startWith(context, fakes);
  const reply = await context.http.get(dashboard(server, 9));
  if (reply.status !== 200 || !took.profile || !took.orders) return;
  context.measure('dashboard-latency', reply.ms, 'ms');
  context.measure('slowest-upstream', Math.max(took.profile, took.orders), 'ms');
  context.measure('upstreams-together', took.profile + took.orders, 'ms');
}
