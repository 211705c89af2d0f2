import { block, type CheckContext, check, fail, failIf } from '#kit';
import { neverAnswered, neverReady, notHealthy, notStarted, refusedByEngine } from './findings/runs.ts';
import { dockerfileLines, shipped, start, startMs } from './scene.ts';

/** As little as a well-kept cluster allows: read-only root, no capabilities, no new privileges, 32 MiB, half a CPU. */
export const runs = check(
  'runs',
  'answers in a locked-down container with 32 MiB of memory',
  { needs: ['docker'], after: ['builds'], lesson: 'Run it as a cluster would', timeoutMs: 120_000 },
  async (context: CheckContext) => {
    const ship = await shipped(context);
    const lines = await dockerfileLines(context);
    const container = await start(context, ship.image);
    if (!container.started) {
      failIf(notStarted(ship, container, lines));
      block(refusedByEngine(container));
    }
    const ready = await container.answers('/healthz', startMs);
    if (ready === undefined) {
      const printed = container.log.lines.map(({ text }) => text);
      fail(neverAnswered(ship, { printed, log: container.log.evidence, exit: await container.exited(0) }, lines));
    }
    const reply = await context.http.get(container.url('/healthz'));
    if (reply.status !== 200) fail(notHealthy(reply, container.log.evidence));
    context.measure('start', ready, 'ms');
    const { DB_ADDR } = ship.image.env;
    if (!DB_ADDR) return;
    const readiness = await context.http.get(container.url('/readyz'));
    if (readiness.status !== 200) context.note(neverReady(DB_ADDR, readiness));
  },
);
