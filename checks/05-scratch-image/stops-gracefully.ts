import {
  block,
  type CheckContext,
  type Container,
  check,
  eventually,
  fail,
  failIf,
  type Image,
  type RawConnection,
} from '#kit';
import { endsUnasked } from '../common/findings/ended.ts';
import { refusedByEngine } from './findings/runs.ts';
import { notAgain, notReading, type Seen, slowestStop, stoppedBadly } from './findings/stops-gracefully.ts';
import { finalInstruction, linesOf } from './lines.ts';
import { builtImage, start, startMs } from './scene.ts';

/** How long docker stop waits unless it is told otherwise: https://docs.docker.com/reference/cli/docker/container/stop/ */
const dockerWaitsSeconds = 10;
/** We wait longer, to see how long the image takes, and so that a slow machine kills nothing by itself. */
const graceSeconds = 20;
/** A program that begins to end at a signal does so in a moment; half a second on half a core is plenty. */
const settleMs = 500;
const event = '{"type":"signup","user":1}';

/** `docker stop` in the middle of a request: it is still answered, and the exit code is 0. With the settings that the image ships. */
export const stopsGracefully = check(
  'stops-gracefully',
  'finishes the request in flight on docker stop, and exits with 0',
  { needs: ['docker'], after: ['runs'], lesson: 'docker stop', timeoutMs: 180_000 },
  async (context: CheckContext) => {
    const dockerfile = await context.docker.dockerfile();
    const image = await builtImage(context);
    const lines = linesOf(dockerfile, context.source);
    const stopSignal = finalInstruction(dockerfile, 'STOPSIGNAL');
    const judge = async () => stoppedBadly({ ...(await stopOnce(context, image)), image, stopSignal }, lines);
    // A machine that stalls may let a right image's time run out: what is wrong is so twice.
    if (await judge()) failIf(await judge());
    for (const note of slowestStop(image)) context.note(note);
  },
);

type Stop = Pick<Seen, 'status' | 'exit' | 'tookMs' | 'log' | 'graceSeconds'>;

async function stopOnce(context: CheckContext, image: Image): Promise<Stop> {
  const container = await start(context, image);
  if (!container.started) block(refusedByEngine(container));
  if ((await container.answers('/healthz', startMs)) === undefined)
    fail(notAgain(await container.exited(0), container.log.evidence));
  await goesOn(context, container);
  const connection = await heldRequest(context, container);
  const begun = performance.now();
  const stopping = container.stop(graceSeconds);
  await drained(context, container, stopping);
  await connection.write(event);
  const answered = await connection.until(/HTTP\/1\.1 \d{3} [\s\S]*HTTP\/1\.1 \d{3} |^HTTP\/1\.1 [2-5]\d\d /, 30_000);
  const exit = await stopping;
  return {
    status: answered ? lastStatus(connection.received) : undefined,
    exit,
    tookMs: performance.now() - begun,
    graceSeconds,
    log: container.log.evidence,
  };
}

/** After what Go's runtime sends it all the time: one that takes it for the end is told so, instead of what comes of it. */
async function goesOn({ http, source }: CheckContext, container: Container): Promise<void> {
  const ask = () => http.get(container.url('/readyz'), { timeoutMs: 2_000 });
  const before = await ask();
  await container.signal('SIGURG');
  const reply = await eventually(settleMs, async () => {
    const now = await ask();
    // Readiness may come late, but does not go.
    const same = now.outcome === 'answered' && (now.status === 200 || before.status !== 200);
    return same || now.outcome === 'timed-out' ? undefined : now;
  });
  if (!reply) return;
  const ended = await container.exited(1_000);
  const exit = ended && { code: ended.code, signal: null, ms: ended.ms };
  fail(endsUnasked({ path: '/readyz', reply, before: before.status, exit, log: container.log.evidence }, source));
}

/** RFC 9110, 10.1.1: the 100 says that the handler is reading the body, so the request is in flight. */
async function heldRequest({ http }: CheckContext, container: Container): Promise<RawConnection> {
  const connection = await http.connect(container.url('/'));
  const header = [
    'POST /events HTTP/1.1',
    'Host: user-service',
    'Content-Type: application/json',
    `Content-Length: ${event.length}`,
    'Expect: 100-continue',
    'Connection: close',
  ];
  await connection.write(`${header.join('\r\n')}\r\n\r\n`);
  if (await connection.until(/HTTP\/1\.1 100 /)) return connection;
  fail(notReading(connection.received, container.log.evidence));
}

/**
 * The drain is over: nothing answers new requests, or the program is gone. Only then does what SHUTDOWN_TIMEOUT allows decide about
 * the request in flight. A program that ignores the signal delays us by as long as docker itself would wait.
 */
async function drained({ http }: CheckContext, container: Container, stopping: Promise<unknown>): Promise<void> {
  let over = false;
  void stopping.then(() => {
    over = true;
  });
  const closed = (outcome: string) => outcome === 'refused' || outcome === 'reset';
  await eventually(dockerWaitsSeconds * 1_000, async () => {
    const reply = await http.get(container.url('/healthz'), { timeoutMs: 2_000 });
    return over || closed(reply.outcome) ? true : undefined;
  });
}

const lastStatus = (received: string) => [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].at(-1)?.[1];
