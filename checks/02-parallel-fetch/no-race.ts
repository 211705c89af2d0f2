import type { UpstreamHandler } from '#kit';
import { noRace } from '../common/no-race.ts';
import { sceneOf } from './scene.ts';
import { openFakes } from './upstreams/fakes.ts';
import { answering, outOfOrder } from './upstreams/handlers.ts';
import { idOf, type Name } from './upstreams/names.ts';

/** Fails for some ids: those with one of these remainders by 4. */
const failing =
  (name: Name, remainders: readonly number[]): UpstreamHandler =>
  (request) =>
    remainders.includes(Number(idOf(request)) % 4) ? outOfOrder(request) : answering(name)(request);

/** A quarter each: both upstreams answer, one fails, the other fails, both fail. */
export const hasNoRace = noRace(
  async (context, start) => {
    const handlers = { profile: failing('profile', [1, 3]), orders: failing('orders', [2, 3]) };
    const upstreams = await openFakes(context, handlers);
    const server = await start({ env: { ...upstreams.env, UPSTREAM_TIMEOUT: '30s' } });
    const scene = sceneOf(context, upstreams, server);
    for (let round = 0; round < 2; round++) await scene.getMany(100, {}, { frozen: server });
  },
  { after: ['merges'], lesson: 'Goroutines and channels' },
);
