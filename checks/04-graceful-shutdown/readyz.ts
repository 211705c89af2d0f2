import {
  type CheckContext,
  check,
  type Dependency,
  eventually,
  fail,
  failIf,
  type Reply,
  type Server,
  watchStalls,
} from '#kit';
import { lasts } from '../common/lasting.ts';
import { probe, settleMs } from './clients/probe.ts';
import { notReady, slowReadiness, unwritten } from './findings/probes.ts';
import { allOf } from './scene.ts';

/** Twice what the contract allows: slower than this several times in a row is a time-out that is too long. */
const slowAnswerMs = 2_000;

/** Readiness follows the dependency: refusing, accepting, swallowing packets, accepting, gone. */
export const readyz = check(
  'readyz',
  'is ready on /readyz exactly while its database accepts connections',
  { lesson: 'Two probes, two questions', timeoutMs: 180_000 },
  async (context) => {
    await allOf(withoutDependency(context), withDependency(context));
  },
);

async function withDependency(context: CheckContext): Promise<void> {
  const database = await context.upstream.dependency();
  const server = await context.app.start({ env: { DB_ADDR: database.address } });
  await becomes(context, server, 503, 'while nothing accepts connections at $DB_ADDR');
  await database.accept();
  await becomes(context, server, 200, 'once $DB_ADDR accepts connections');
  await swallowed(context, server, database);
  await database.refuse();
  await becomes(context, server, 503, 'when $DB_ADDR has stopped accepting connections');
  await database.accept();
  await becomes(context, server, 200, 'when $DB_ADDR accepts connections again');
}

/** Measures exec → ready. It stays so: nobody has told it to end. */
async function withoutDependency(context: CheckContext): Promise<void> {
  const server = await context.app.start();
  const listening = performance.now();
  await becomes(context, server, 200, 'with DB_ADDR unset: there is nothing to depend on');
  context.measure('ready', server.startupMs + performance.now() - listening, 'ms');
  await lasts(server, context);
  await becomes(context, server, 200, 'some seconds after its start, with DB_ADDR unset and no signal sent');
}

/** Left out on a machine that cannot be made to swallow packets. */
async function swallowed(context: CheckContext, server: Server, database: Dependency): Promise<void> {
  if (!(await database.drop())) return;
  await becomes(context, server, 503, 'while packets to $DB_ADDR get no answer at all');
  await answersInTime(context, server);
  await database.accept();
  await becomes(context, server, 200, 'when $DB_ADDR answers again');
}

async function becomes(context: CheckContext, server: Server, status: 200 | 503, when: string): Promise<void> {
  let reply: Reply | undefined;
  await eventually(
    settleMs,
    async () => {
      reply = await probe(context, server, '/readyz');
      return reply.status === status || reply.outcome === 'timed-out' || unwritten(reply) ? true : undefined;
    },
    25,
  );
  failIf(notReady({ reply, status, when, log: server.log, source: context.source }));
}

/** The fastest of three, and none counts in which this machine stalled. */
async function answersInTime(context: CheckContext, server: Server): Promise<void> {
  let last: Reply | undefined;
  for (let n = 0; n < 3; n++) {
    const stall = watchStalls();
    context.defer(stall.stop);
    last = await probe(context, server, '/readyz');
    const ms = last.ms - stall.longestMs;
    stall.stop();
    if (ms < slowAnswerMs) return;
  }
  fail(slowReadiness({ reply: last, limitMs: slowAnswerMs, log: server.log, source: context.source }));
}
