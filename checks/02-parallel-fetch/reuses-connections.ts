import { check, fail, failIf } from '#kit';
import { noDashboard } from './findings/not-asked.ts';
import { tooManyConnections, unclosedBodies } from './findings/reuses-connections.ts';
import { openScene } from './scene.ts';
import { names } from './upstreams/names.ts';

const dashboards = 200;
const most = 4;

export const reusesConnections = check(
  'reuses-connections',
  'reuses its connections to the upstreams',
  { after: ['merges'], lesson: 'One client for all', timeoutMs: 120_000 },
  async (context) => {
    const scene = await openScene(context);
    const session = context.http.session();
    context.defer(() => session.close());
    for (let id = 1; id <= dashboards; id++) {
      const reply = await session.get(scene.url(id));
      failIf(noDashboard(scene.seen(id, reply), reply, `as number ${id} of ${dashboards} in a row`));
    }
    const { profile, orders } = scene.upstreams;
    const opened = { profile: profile.connections, orders: orders.connections };
    context.measure('connections', Math.max(...names.map((name) => opened[name])), 'count');
    if (names.some((name) => opened[name] > most)) fail(tooManyConnections(context, { dashboards, opened, most }));
    const advice = unclosedBodies(context);
    if (advice) context.note(advice);
  },
);
