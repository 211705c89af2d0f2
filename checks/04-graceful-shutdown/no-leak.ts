/** What probes and deliveries leave behind: goroutines of the learner's, connections to the database and to the sink. */
import {
  type CheckContext,
  type Dependency,
  eventually,
  fail,
  failIf,
  type Goroutine,
  type Server,
  type Upstream,
} from '#kit';
import { noLeak } from '../common/no-leak.ts';
import { probe, settleMs } from './clients/probe.ts';
import { type Bystander, connectionsLeft, nothingToLeave } from './findings/leaks/connections.ts';
import { generousMs } from './scene.ts';

/** Of each kind, one after the other: a pool of connections needs one. */
const count = 12;
/** A pool may keep some. */
const kept = 3;
/** At the same time, as each takes as long as a dial may. */
const unansweredCount = 6;
/** Who dials in the background takes its time. */
const backgroundMs = 3_000;
/** How long a worker that waits longer after each failure may take to fail often. */
const failingMs = 2_000;
const patienceMs = 5_000;

const unansweredProbes = `${unansweredCount} readiness probes while packets to the database got no answer`;

/** A connection that nobody closes is closed when Go's garbage collector comes upon it: whether it is seen would be luck. */
const noCollection = { GOGC: 'off', GOMEMLIMIT: '256MiB' };

export const leavesNothing = noLeak(
  async (context) => {
    const database = await context.upstream.dependency();
    const sink = await context.upstream.serve((request) => request.answer({ body: { taken: true } }));
    await database.accept();
    return {
      env: {
        ...noCollection,
        DB_ADDR: database.address,
        SINK_URL: `${sink.url}/batches`,
        FLUSH_INTERVAL: '20ms',
      },
      async warmUp(server) {
        await becomesReady(context, server);
        await delivers(context, server, sink);
      },
      rounds: [
        { after: `${count} readiness probes`, run: (server) => probed(context, server, database) },
        { after: unansweredProbes, run: (server) => unanswered(context, server, database) },
        { after: `${count} batches`, run: (server) => delivered(context, server, sink) },
        { after: 'batches that the sink answered with 503', run: (server) => refused(context, server, sink) },
      ],
    };
  },
  {
    title: 'leaves no connection and no goroutine behind after probes and deliveries',
    lesson: 'Two probes, two questions',
  },
);

async function becomesReady(context: CheckContext, server: Server): Promise<void> {
  const ready = await eventually(settleMs, async () =>
    (await probe(context, server, '/readyz')).status === 200 ? true : undefined,
  );
  if (!ready) fail(nothingToLeave('GET /readyz was not answered with 200.', server.log.evidence));
}

/** One event, until the sink has it. */
async function delivers({ http }: CheckContext, server: Server, sink: Upstream): Promise<void> {
  const before = sink.requests.length;
  const reply = await http.post(server.url('/events'), { n: before });
  if (reply.status === 202 && (await sink.arrived(before + 1, generousMs))) return;
  fail(nothingToLeave('The sink did not get an event that was posted.', server.log.evidence));
}

async function probed(context: CheckContext, server: Server, database: Dependency): Promise<void> {
  const before = database.connections;
  for (let n = 0; n < count; n++) await probe(context, server, '/readyz');
  await eventually(backgroundMs, () => (database.connections - before > kept ? true : undefined));
  await closes(context, server, database, { what: 'database', after: `${count} readiness probes` });
}

/** Their attempts to connect succeed in the end, long after the probes were answered. */
async function unanswered(context: CheckContext, server: Server, database: Dependency): Promise<void> {
  if (await database.drop())
    await Promise.all(Array.from({ length: unansweredCount }, () => probe(context, server, '/readyz')));
  await database.accept();
  await becomesReady(context, server);
  await eventually(dialingMs, async () => ((await server.probe.goroutines()).some(dials) ? undefined : true));
  await closes(context, server, database, { what: 'database', after: unansweredProbes });
}

/** A packet that was dropped is sent again after a second, and after two and four more. */
const dialingMs = 10_000;
const dials = ({ frames }: Goroutine) => frames.some(({ function: name }) => name.startsWith('net.(*Dialer)'));

async function delivered(context: CheckContext, server: Server, sink: Upstream): Promise<void> {
  for (let n = 0; n < count; n++) await delivers(context, server, sink);
  await closes(context, server, sink, { what: 'sink', after: `${count} batches, answered with 200` });
}

async function refused(context: CheckContext, server: Server, sink: Upstream): Promise<void> {
  const before = sink.requests.length;
  sink.respond((request) => request.answer({ status: 503, body: { error: 'not now' } }));
  await context.http.post(server.url('/events'), { n: before });
  await sink.arrived(before + count, failingMs);
  const failed = sink.requests.length - before;
  await closes(context, server, sink, { what: 'sink', after: `${failed} batches, answered with 503` });
  sink.respond((request) => request.answer({ body: { taken: true } }));
  await delivers(context, server, sink);
}

type Open = Pick<Upstream, 'open' | 'connections'>;

async function closes({ source }: CheckContext, { log }: Server, to: Open, who: Bystander): Promise<void> {
  await eventually(patienceMs, () => (to.open <= kept ? true : undefined));
  failIf(connectionsLeft({ ...who, open: to.open, kept, log: log.evidence }, source));
}
