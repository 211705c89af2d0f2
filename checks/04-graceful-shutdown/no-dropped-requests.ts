import { check, fail } from '#kit';
import { acrossShutdown } from './clients/traffic.ts';
import { lostBefore, lostRequests } from './findings/no-dropped-requests.ts';

/** Milliseconds. The longer ones are for machines that stalled so long that our own requests may have come too late. */
const drains = [3_000, 9_000, 27_000];

/** 50 clients across a SIGTERM, each behaving as a load balancer does: it stops once it has seen readiness 503. */
export const noDroppedRequests = check(
  'no-dropped-requests',
  'loses none of the requests of 50 clients while it shuts down',
  { needs: ['posix-signals', { openFiles: 200 }], lesson: 'The drain, drawn in time', timeoutMs: 120_000 },
  async (context) => {
    for (const drainMs of drains) {
      const { scene, stalledMs, signalled, ...traffic } = await context.work(() => acrossShutdown(context, drainMs));
      if (!signalled) fail(lostBefore(traffic, scene.seen));
      if (traffic.failures.length === 0) return;
      if (stalledMs >= drainMs / 8 && drainMs !== drains.at(-1)) continue;
      const exit = scene.server.running ? undefined : await scene.exit(500);
      fail(lostRequests({ ...traffic, drainMs, exit }, scene.seen));
    }
  },
);
