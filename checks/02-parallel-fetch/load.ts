/** Many dashboards: what is opened anew each time, and how many fit at once. */
import { type CheckContext, check, fail, type Reply, type Server, type Upstream } from '#kit';
import { dashboard, type Fakes, type Name, names, openFakes, silent, startWith } from './fakes.ts';
import { asks, handlerStruct, has, where } from './places.ts';
import { expectDashboard } from './unanswered.ts';

const ids = (count: number) => Array.from({ length: count }, (_, index) => 1 + index);

const most = 4;
const sequential = 200;

export const reusesConnections = check(
  'reuses-connections',
  'keeps its connections to the upstreams and uses them again',
  { exclusive: true, after: ['merges'], lesson: 'One client for all', timeoutMs: 120_000 },
  async (context) => {
    const fakes = await openFakes(context);
    const server = await startWith(context, fakes);
    const session = context.http.session();
    context.defer(() => session.close());
    for (const id of ids(sequential)) {
      const reply = await session.get(dashboard(server, id));
      expectDashboard(context, reply, server, `as number ${id} of ${sequential} in a row`);
    }
    const worst = names.toSorted((a, b) => fakes[b].connections - fakes[a].connections)[0] as Name;
    const { connections } = fakes[worst];
    context.measure('connections', connections, 'count');
    if (connections <= most) return;
    fail({
      summary: `${sequential} dashboards, one after the other, opened ${connections} connections to ${worst}.`,
      expected: `at most ${most} connections to each upstream: one is used again and again`,
      actual: names.map((name) => `${fakes[name].connections} to ${name}`).join(', '),
      hint: whyNotReused(context),
      evidence: [where(context.files, /DisableKeepAlives/, /http\.Transport\{|\.Clone\(\)/, /http\.Client\{/, asks)],
    });
  },
);

function whyNotReused({ files }: CheckContext): string {
  if (has(files, /DisableKeepAlives|\.Close = true|"Connection", *"close"/))
    return 'Something tells the client to close each connection (DisableKeepAlives, request.Close, Connection: close). Each new one costs a handshake, with TLS two more round trips.';
  if (has(files, /http\.Transport\{|Transport\)\.Clone\(\)/))
    return 'The connections live in the http.Transport. Make it once, in main, and share it: a new one for each request begins with no connection and leaves its own behind, idle.';
  return 'A connection can be used again once its response has been read to the end and closed: read the whole body, defer response.Body.Close(), and share one http.Client.';
}

const inFlight = 250;

export const fanOut = check(
  'fan-out',
  `has ${inFlight} dashboards in flight at once`,
  { exclusive: true, after: ['merges'], lesson: 'What a parked goroutine costs', timeoutMs: 120_000 },
  async (context) => {
    const fakes = await openFakes(context, { profile: silent, orders: silent });
    const server = await startWith(context, fakes);
    const atRest = await server.residentBytes();
    const requests = ids(inFlight).map((id) => ({ url: dashboard(server, id), timeoutMs: 90_000 }));
    fakes.story.tell('we', `→ ${inFlight} dashboards at once, and hold every upstream answer`);
    const pending = context.http.together(requests);
    await allHeld(context, fakes, pending);
    const held = await server.residentBytes();
    if (atRest !== undefined && held !== undefined && held > atRest)
      context.measure('memory-per-dashboard', Math.round((held - atRest) / inFlight), 'bytes');
    for (const name of names) fakes.release(name);
    judgeAll(context, server, await pending);
  },
);

/** Each upstream holds all of its requests at once; who asks one after the other is let through, see the check parallel. */
async function allHeld(context: CheckContext, fakes: Fakes, pending: Promise<Reply[]>): Promise<void> {
  const both = Promise.all(names.map((name) => full(fakes[name])));
  await Promise.race([both, pending]);
  const short = names.filter((name) => fakes[name].requests.length < inFlight);
  if (short.length === 0) return;
  const first = names.find((name) => fakes[name].requests.length === inFlight);
  const second = short[0] as Name;
  if (first && fakes[second].requests.length === 0) {
    fakes.release(first);
    if (await full(fakes[second])) return;
  }
  const arrived = fakes[second].requests.length;
  fail({
    summary: `Only ${arrived} of ${inFlight} dashboards reached ${second} while none of them was answered.`,
    expected: `${inFlight} requests wait at each upstream at the same time`,
    actual: names.map((name) => `${fakes[name].requests.length} at ${name}`).join(', '),
    hint: whyHeldBack(context),
    evidence: [where(context.files, /MaxConnsPerHost/, /make\(chan struct\{\}, *\w+\)|semaphore/i, /\.Lock\(\)/, asks)],
  });
}

/** As long as requests keep coming they are waited for; false when none came for a while. */
async function full(upstream: Upstream): Promise<boolean> {
  while (upstream.requests.length < inFlight)
    if (!(await upstream.arrived(upstream.requests.length + 1, 5_000))) return false;
  return true;
}

function whyHeldBack({ files }: CheckContext): string {
  if (has(files, /MaxConnsPerHost/))
    return 'MaxConnsPerHost makes every further request wait for a free connection. Leave it at 0 (no limit), or above what the contract promises; MaxIdleConnsPerHost limits only what is kept for later.';
  return 'Something lets only so many through: a limit on connections (MaxConnsPerHost), a channel used as a semaphore, a fixed number of workers, or a lock that is held while waiting for the network.';
}

function judgeAll(context: CheckContext, server: Server, replies: Reply[]): void {
  const wrong = replies.findIndex((reply, index) => reply.status !== 200 || !isFor(reply, index + 1));
  const reply = replies[wrong];
  if (!reply) return;
  const mixed = reply.status === 200;
  if (!mixed) expectDashboard(context, reply, server, `when ${inFlight} were in flight`);
  fail({
    summary: `With ${inFlight} dashboards in flight, the one for ${wrong + 1} was answered with somebody else’s documents.`,
    expected: `the documents of ${wrong + 1}`,
    actual: reply.body.slice(0, 200),
    hint: 'Each request needs its own variables: what lives in the handler’s struct or in the package is shared by all of them.',
    evidence: [reply.evidence, where(context.files, /^var /, handlerStruct, asks)],
  });
}

function isFor(reply: Reply, id: number): boolean {
  const body = reply.json as { profile?: { id?: unknown }; orders?: { user?: unknown }[] } | undefined;
  return body?.profile?.id === id && body.orders?.[0]?.user === id;
}
