import {
  type CheckContext,
  check,
  type Dependency,
  describe,
  describeReply,
  eventually,
  fail,
  type Reply,
  type Server,
} from '#kit';
import { where } from './causes.ts';
import { watchStalls } from './stall.ts';

/** The contract lets readiness lag by a second and take another to answer; on a stalled machine nobody is punished. */
const settleMs = 6_000;
const slowestAnswerMs = 5_000;
/** Twice what the contract allows: later than this in each of a few answers in a row is a time-out that is too long. */
const slowAnswerMs = 2_000;

/** What the starter answers, and what the mux does where the route is missing. */
const unwritten = (reply: Reply | undefined) => reply?.status === 404 || reply?.status === 501;

const probe = ({ http }: CheckContext, server: Server, path: string) =>
  http.get(server.url(path), { timeoutMs: slowestAnswerMs });

/** `GET /healthz` is 200 while the process lives, whatever becomes of the dependency. */
export const healthz = check(
  'healthz',
  'is alive on /healthz, whatever its database does',
  { lesson: 'Two probes, two questions', timeoutMs: 120_000 },
  async (context) => {
    const database = await context.upstream.dependency();
    const server = await context.app.start({ env: { DB_ADDR: database.address } });
    await alive(context, server, 'right after the start, with no database yet');
    // A background prober has noticed by then, so a liveness bound to it has turned too.
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
  if (reply.status === 200) return;
  fail({
    summary: unwritten(reply)
      ? 'There is no liveness probe at GET /healthz yet.'
      : `Liveness failed ${when}, though the process was alive.`,
    expected: `GET /healthz → 200 ${when}`,
    actual: describe(reply),
    hint: unwritten(reply)
      ? 'Write the handler: it answers 200 and looks at nothing else.'
      : 'Kubernetes restarts a pod whose liveness fails, which brings no database back. Leave every dependency to /readyz.',
    evidence: [reply.evidence, server.log.evidence, where(context.files, /func .*(healthz|[lL]ive)/, /healthz/)],
  });
}

/** Readiness follows the dependency: refusing, accepting, swallowing packets, accepting, gone. */
export const readyz = check(
  'readyz',
  'is ready on /readyz exactly while its database accepts connections',
  { lesson: 'Two probes, two questions', timeoutMs: 180_000 },
  async (context) => {
    await withoutDependency(context);
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
  },
);

/** Where the machine cannot be brought to swallow packets, that part is left out. */
async function swallowed(context: CheckContext, server: Server, database: Dependency): Promise<void> {
  if (!(await database.drop())) return;
  await becomes(context, server, 503, 'while packets to $DB_ADDR get no answer at all');
  await answersInTime(context, server);
  await database.accept();
  await becomes(context, server, 200, 'when $DB_ADDR answers again');
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
  fail({
    summary: 'The readiness probe takes too long to say no while packets to $DB_ADDR get no answer at all.',
    expected: 'an answer within 1 second',
    actual: `three times in a row it took longer than ${slowAnswerMs / 1000} seconds, at last ${((last?.ms ?? 0) / 1000).toFixed(1)}`,
    hint: 'Whoever asks has a time-out too (Kubernetes: 1 second) and has hung up by then. Give the dial less than that: net.DialTimeout("tcp", addr, 500*time.Millisecond).',
    evidence: [last?.evidence, server.log.evidence, dialLine(context)],
  });
}

/** Measures exec → ready. */
async function withoutDependency(context: CheckContext): Promise<void> {
  const server = await context.app.start();
  const listening = performance.now();
  await becomes(context, server, 200, 'with DB_ADDR unset: there is nothing to depend on');
  context.measure('ready', server.startupMs + performance.now() - listening, 'ms');
}

async function becomes(context: CheckContext, server: Server, status: 200 | 503, when: string): Promise<void> {
  let last: Reply | undefined;
  const settled = await eventually(
    settleMs,
    async () => {
      last = await probe(context, server, '/readyz');
      return last.status === status || last.outcome === 'timed-out' || unwritten(last) ? true : undefined;
    },
    25,
  );
  if (settled && last?.status === status) return;
  fail({
    summary: summaryFor(last, status, when),
    expected:
      last?.outcome === 'timed-out'
        ? 'an answer within 1 second (we waited for 5)'
        : `GET /readyz → ${status} ${when}; it may lag by a second`,
    actual: describeReply(last),
    hint: hintFor(last, status),
    evidence: [last?.evidence, server.log.evidence, dialLine(context)],
  });
}

const dialLine = ({ files }: CheckContext) =>
  where(files, /net\.Dial|\.Dial(Context|Timeout)?\(/, /func .*[rR]ead(y|iness)/, /readyz/);

function summaryFor(last: Reply | undefined, status: 200 | 503, when: string): string {
  if (unwritten(last)) return 'There is no readiness probe at GET /readyz yet.';
  if (last?.outcome === 'timed-out') return `The readiness probe got no answer ${when}.`;
  return status === 503 ? `The service says it is ready ${when}.` : `The service does not get ready ${when}.`;
}

function hintFor(last: Reply | undefined, status: 200 | 503): string {
  if (unwritten(last))
    return 'Write the handler: 200 when a TCP connection to $DB_ADDR succeeds, or DB_ADDR is unset; else 503.';
  if (last?.outcome === 'timed-out')
    return 'A dial without a time-out waits for minutes when packets are dropped. net.DialTimeout("tcp", addr, 500*time.Millisecond) leaves room to answer within a second.';
  return status === 503
    ? 'Dial $DB_ADDR for each probe, or again and again in the background, and answer 503 when that fails. A result from the start of the program is soon out of date.'
    : 'Readiness is a question of now: one failed dial must not be remembered for ever, and without $DB_ADDR there is nothing to wait for.';
}
