import { type CheckContext, type Container, check, eventually, fail, failIf, type RawConnection } from '#kit';
import { notReading, stoppedBadly } from './findings/stops-gracefully.ts';
import { finalInstruction, linesOf } from './lines.ts';
import { builtImage, start, startMs } from './scene.ts';

/** Longer than docker's own 10 s, so that a slow machine fails nobody. */
const graceSeconds = 20;
/** The starter's setting, shortened: the end is graded, not the wait before it. */
const env = { DRAIN_DELAY: '500ms' };
const event = '{"type":"signup","user":1}';

/** `docker stop` in the middle of a request: it is still answered, and the exit code is 0. */
export const stopsGracefully = check(
  'stops-gracefully',
  'finishes the request in flight on docker stop, and exits with 0',
  { needs: ['docker'], after: ['runs'], lesson: 'docker stop', timeoutMs: 120_000 },
  async (context: CheckContext) => {
    const container = await start(context, await builtImage(context), env);
    if (!container.started || (await container.answers('/healthz', startMs)) === undefined)
      throw new Error('the container did not start again, though it did so in the check runs');
    const connection = await heldRequest(context, container);
    const stopping = container.stop(graceSeconds);
    await noticed(context, container, stopping);
    await connection.write(event);
    const answered = await connection.until(/HTTP\/1\.1 \d{3} [\s\S]*HTTP\/1\.1 \d{3} |^HTTP\/1\.1 [2-5]\d\d /, 30_000);
    const dockerfile = await context.docker.dockerfile();
    const seen = {
      status: answered ? lastStatus(connection.received) : undefined,
      exit: await stopping,
      graceSeconds,
      stopSignal: finalInstruction(dockerfile, 'STOPSIGNAL'),
      log: container.log.evidence,
    };
    failIf(stoppedBadly(seen, linesOf(dockerfile, context.source)));
  },
);

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

/** The stop has arrived: readiness turned, the listener is closed, or the program is gone. A program that ignores it delays us by 5 s. */
async function noticed({ http }: CheckContext, container: Container, stopping: Promise<unknown>): Promise<void> {
  let over = false;
  void stopping.then(() => {
    over = true;
  });
  await eventually(5_000, async () => {
    const reply = await http.get(container.url('/readyz'), { timeoutMs: 2_000 });
    return over || reply.status !== 200 ? true : undefined;
  });
}

const lastStatus = (received: string) => [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].at(-1)?.[1];
