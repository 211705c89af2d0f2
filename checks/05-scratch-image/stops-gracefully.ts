import {
  type CheckContext,
  type Container,
  type ContainerExit,
  check,
  eventually,
  fail,
  type RawConnection,
} from '#kit';
import { builtImage } from './builds.ts';
import { startMs } from './program.ts';
import { finalInstruction, finalLine } from './words.ts';

/** Longer than docker's own 10 s, so that a slow machine hurts nobody. */
const killAfterSeconds = 20;
/** The starter's setting, shortened: what is graded is the end, not the wait before it. */
const env = { DRAIN_DELAY: '500ms' };
const event = '{"type":"signup","user":1}';

/** `docker stop` in the middle of a request: the answer still comes, and the exit code is 0. */
export const stopsGracefully = check(
  'stops-gracefully',
  'finishes the request in flight on docker stop, and exits with 0',
  { needs: ['docker'], after: ['runs'], lesson: 'docker stop', timeoutMs: 120_000 },
  async (context: CheckContext) => {
    const container = await context.docker.run(await builtImage(context), { env });
    if (!container.started || (await container.answers('/healthz', startMs)) === undefined)
      throw new Error('the container did not start again, though it did so in the check runs');
    const connection = await heldRequest(context, container);
    const stopping = container.stop(killAfterSeconds);
    await noticed(context, container, stopping);
    await connection.write(event);
    const answered = await connection.until(/HTTP\/1\.1 \d{3} [\s\S]*HTTP\/1\.1 \d{3} |^HTTP\/1\.1 [2-5]\d\d /, 30_000);
    const exit = await stopping;
    await judge(context, container, { answer: answered ? lastStatus(connection.received) : undefined, exit });
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
  fail({
    summary: 'POST /events did not begin to read the request.',
    expected: '100 Continue, once the handler reads the body',
    actual: connection.received.split('\r\n')[0] || 'nothing',
    hint: 'This is what the service of the starter does. Compare internal/handler with the starter.',
    evidence: [container.log.evidence],
  });
}

/** The stop has arrived: readiness turned, the listener is closed, or the program is gone. One that ignores it keeps us only a while. */
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

type Outcome = { answer: string | undefined; exit: ContainerExit };

async function judge(context: CheckContext, container: Container, { answer, exit }: Outcome): Promise<void> {
  const dropped = answer !== '202';
  if (!dropped && exit.code === 0) return;
  const killed = exit.code === 137;
  const signal = finalInstruction(await context.docker.dockerfile(), 'STOPSIGNAL');
  fail({
    summary: killed
      ? `The program did not end on docker stop: it was killed after ${killAfterSeconds} s.`
      : dropped
        ? 'The request in flight was dropped when docker stop came.'
        : `The program ended with exit code ${exit.code} on docker stop.`,
    expected: 'status 202 for the request in flight, then exit code 0',
    actual: `${dropped ? (answer === undefined || answer === '100' ? 'no answer' : `status ${answer}`) : 'status 202'}, then exit code ${exit.code}${killed ? ' (SIGKILL)' : ''}`,
    hint: signal
      ? `STOPSIGNAL ${signal.text} is what docker stop sends, and the service ends on SIGTERM and SIGINT. Leave the line out.`
      : killed
        ? 'Process 1 gets no signal that it does not ask for. Is the program itself process 1 (exec form), and does it still call signal.NotifyContext?'
        : 'The starter waits for requests in flight (server.Shutdown) and returns from main. Is that the program that the image starts?',
    evidence: [container.log.evidence, await finalLine(context, ...(signal ? ['STOPSIGNAL'] : ['ENTRYPOINT', 'CMD']))],
  });
}
