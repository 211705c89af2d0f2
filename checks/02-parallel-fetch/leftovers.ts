/** What dashboards leave behind, and what they share. */
import { type CheckContext, eventually, type Server, type UpstreamRequest } from '#kit';
import { noLeak } from '../common/no-leak.ts';
import { noRace } from '../common/no-race.ts';
import { answering, dashboard, type Fakes, idOf, type Name, names, openFakes, silent } from './fakes.ts';
import { expectDashboard } from './unanswered.ts';

const count = 10;

/** Many at once. What they are answered is other checks' business. */
async function many({ http }: CheckContext, server: Server, howMany: number, signal?: AbortSignal): Promise<void> {
  const options = { timeoutMs: 10_000, ...(signal ? { signal } : {}) };
  const ids = Array.from({ length: howMany }, (_, index) => index + 1);
  await http.together(ids.map((id) => ({ url: dashboard(server, id), ...options })));
}

const outOfOrder = (request: UpstreamRequest) => request.answer({ status: 500, body: '{"error":"out of order"}' });

export const leak = noLeak(
  async (context) => {
    const fakes = await openFakes(context);
    const become = (profile: (one: UpstreamRequest) => void, orders: (one: UpstreamRequest) => void) => {
      fakes.respond('profile', profile);
      fakes.respond('orders', orders);
    };
    const round = (after: string, ...handlers: Parameters<typeof become>) => ({
      after: `${count} dashboards ${after}`,
      async run(server: Server) {
        become(...handlers);
        await many(context, server, count);
      },
    });
    return {
      env: { PROFILE_URL: fakes.profile.url, ORDERS_URL: fakes.orders.url, UPSTREAM_TIMEOUT: '500ms' },
      warmUp: (server) => warmUp(context, server),
      rounds: [
        round('that were answered', answering('profile'), answering('orders')),
        round('whose profile failed while orders was silent', outOfOrder, silent),
        round('whose orders failed while profile was silent', silent, outOfOrder),
        round('whose upstreams never answered', silent, silent),
        { after: `${count} dashboards whose client left`, run: (server) => abandon(context, fakes, server) },
      ],
    };
  },
  { after: ['merges'], lesson: 'Room for every result' },
);

/** On a stalled machine half a second may pass; one that is answered in time is enough. Then as many at once as in a round. */
async function warmUp(context: CheckContext, server: Server): Promise<void> {
  let tries = 0;
  const ask = () => context.http.get(dashboard(server, 1));
  const reply = await eventually(30_000, async () => {
    const one = await ask();
    return one.status === 200 || ++tries > 5 ? one : undefined;
  });
  expectDashboard(context, reply ?? (await ask()), server, 'before the test for leaks');
  await many(context, server, count);
}

async function abandon(context: CheckContext, fakes: Fakes, server: Server): Promise<void> {
  for (const name of names) fakes.respond(name, silent);
  const client = new AbortController();
  const arrived = names.map((name) => fakes[name].arrived(fakes[name].requests.length + count, 2_000));
  const leaving = many(context, server, count, client.signal);
  await Promise.race([Promise.any(arrived), leaving]);
  client.abort();
  await leaving;
}

/** A quarter each: both answer, one fails, the other fails, both fail. */
export const race = noRace(
  async (context, start) => {
    const failing = (name: Name, rests: number[]) => (request: UpstreamRequest) =>
      rests.includes(Number(idOf(request)) % 4) ? outOfOrder(request) : answering(name)(request);
    const fakes = await openFakes(context, { profile: failing('profile', [1, 3]), orders: failing('orders', [2, 3]) });
    const server = await start({
      env: { PROFILE_URL: fakes.profile.url, ORDERS_URL: fakes.orders.url, UPSTREAM_TIMEOUT: '30s' },
    });
    await many(context, server, 100);
    await many(context, server, 100);
  },
  { after: ['merges'], lesson: 'Goroutines and channels' },
);
