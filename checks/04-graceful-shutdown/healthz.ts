import { type CheckContext, check, eventually, failIf, type Server } from '#kit';
import { probe, settleMs } from './clients/probe.ts';
import { notAlive } from './findings/probes.ts';

/** `GET /healthz` is 200 while the process lives, whatever becomes of the dependency. */
export const healthz = check(
  'healthz',
  'is alive on /healthz, whatever its database does',
  { lesson: 'Two probes, two questions', timeoutMs: 120_000 },
  async (context) => {
    const database = await context.upstream.dependency();
    const server = await context.app.start({ env: { DB_ADDR: database.address } });
    await alive(context, server, 'right after the start, with no database yet');
    // By then a background prober has noticed, and a liveness that follows it has turned too.
    await eventually(settleMs / 2, async () =>
      (await probe(context, server, '/readyz')).status !== 200 ? true : undefined,
    );
    await alive(context, server, 'while nothing accepts connections at $DB_ADDR');
    if (await database.drop()) await alive(context, server, 'while packets to $DB_ADDR get no answer at all');
    await database.accept();
    await alive(context, server, 'with the database there');
  },
);

async function alive(context: CheckContext, server: Server, when: string): Promise<void> {
  const reply = await probe(context, server, '/healthz');
  failIf(notAlive({ reply, when, log: server.log, source: context.source }));
}
