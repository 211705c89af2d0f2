import { eventually, failIf, type Reply, type Server, type UpstreamHandler } from '#kit';
import { noLeak } from '../common/no-leak.ts';
import { noDashboard } from './findings/not-asked.ts';
import { type Scene, sceneOf } from './scene.ts';
import { openFakes } from './upstreams/fakes.ts';
import { answering, outOfOrder, silent } from './upstreams/handlers.ts';
import { names } from './upstreams/names.ts';

const count = 10;
/** Short, because a round waits for it; long enough for an upstream to answer in time on a busy machine. */
const upstreamTimeout = '2s';

/** `as`: how these dashboards end, to complete "10 dashboards …". */
type Round = { as: string; profile: UpstreamHandler; orders: UpstreamHandler };
const rounds: readonly Round[] = [
  { as: 'that were answered', profile: answering('profile'), orders: answering('orders') },
  { as: 'whose profile failed while orders was silent', profile: outOfOrder, orders: silent },
  { as: 'whose orders failed while profile was silent', profile: silent, orders: outOfOrder },
  { as: 'whose upstreams never answered', profile: silent, orders: silent },
];

export const leavesNoGoroutine = noLeak(
  async (context) => {
    const upstreams = await openFakes(context);
    const at = (server: Server) => sceneOf(context, upstreams, server);
    return {
      env: { ...upstreams.env, UPSTREAM_TIMEOUT: upstreamTimeout },
      warmUp: (server) => warmUp(at(server)),
      rounds: [
        ...rounds.map(({ as, profile, orders }) => ({
          after: `${count} dashboards ${as}`,
          async run(server: Server) {
            upstreams.respond('profile', profile);
            upstreams.respond('orders', orders);
            await at(server).getMany(count);
          },
        })),
        { after: `${count} dashboards whose client left`, run: (server) => clientsLeave(at(server)) },
      ],
    };
  },
  { after: ['merges'], lesson: 'Room for every result' },
);

/** One dashboard, then as many at once as in a round. */
async function warmUp(scene: Scene): Promise<void> {
  let tries = 0;
  const reply = await eventually(patienceMs, async () => {
    const one = await scene.get(1);
    tries += 1;
    return isSettled(one, tries) ? one : undefined;
  });
  const last = reply ?? (await scene.get(1));
  failIf(noDashboard(scene.seen(1, last), last, 'before the test for leaks'));
  await scene.getMany(count);
}

const patienceMs = 30_000;
const enoughTries = 5;

/** `merges` has passed, so a 504 only says that the machine was too busy for UPSTREAM_TIMEOUT: never the last word. */
export const isSettled = (reply: Pick<Reply, 'status'>, tries: number): boolean =>
  reply.status === 200 || (reply.status !== 504 && tries >= enoughTries);

async function clientsLeave(scene: Scene): Promise<void> {
  const { upstreams } = scene;
  for (const name of names) upstreams.respond(name, silent);
  const clients = new AbortController();
  const arrived = names.map((name) => upstreams[name].arrived(upstreams[name].requests.length + count, 2_000));
  const leaving = scene.getMany(count, { signal: clients.signal });
  await Promise.race([Promise.any(arrived), leaving]);
  clients.abort();
  await leaving;
}
