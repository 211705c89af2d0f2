import { type CheckContext, check, describe, eventually, fail, type RawConnection, type UpstreamRequest } from '#kit';
import { where } from './causes.ts';
import { endingMs, generousMs, type Service, sideBySide, startService } from './service.ts';
import { silentSink } from './silent-sink.ts';
import { type Event, endedWhileHeld, event, judgeDeliveries, neverDelivered } from './sink.ts';

/** The requests are over, and the worker's own limit is 10 seconds. */
const endMs = 20_000;

/** No accepted event is lost, none is delivered twice, whenever it was accepted. */
export const stopsWorkers = check(
  'stops-workers',
  'delivers every event it has accepted before it ends',
  { needs: ['posix-signals'], lesson: "The worker's last batch", timeoutMs: 180_000 },
  async (context) => {
    await sideBySide(lastBatch(context), slowSink(context), nothingToDeliver(context), silentSink(context));
  },
);

/** The interval never comes, so only a flush at the end delivers: of what came before, during the drain, and last of all. */
async function lastBatch(context: CheckContext): Promise<void> {
  const service = await startService(context, { FLUSH_INTERVAL: '1h', DRAIN_DELAY: '1s' });
  const { server, story } = service;
  const taken = acknowledging(service);
  const events = [
    await accepted(context, service, event('{"n":1,"text":"<ä>"}', 'before the signal')),
    await accepted(context, service, event('["a list",2,null]', 'before the signal')),
  ];
  const last = event('{"n":3}', 'when its request was the last one in flight');
  const half = await halfSent(context, service, last);
  service.signal('SIGTERM');
  await eventually(generousMs, async () =>
    (await context.http.get(server.url('/readyz'))).status === 200 ? undefined : true,
  );
  events.push(await accepted(context, service, event('{"n":2}', 'during the drain')));
  await service.refuses();
  // One that ends now, its requests in flight or not, would answer the last of them or not as luck has it.
  await server.exited(endingMs);
  await half.write(last.text);
  const answered = await half.until(/HTTP\/1\.1 202/);
  story.add(
    answered
      ? 'the rest of the body is sent, and answered with 202'
      : 'the rest of the body is sent, and not answered with 202',
  );
  half.end();
  await ended(context, service);
  judgeDeliveries(context, service, taken, [...events.filter((one) => one !== undefined), ...(answered ? [last] : [])]);
}

/** The handler is reading: net/http sends the 100 when it does. The body comes later, once new connections are refused. */
async function halfSent(
  { http, defer }: CheckContext,
  { server, story }: Service,
  late: Event,
): Promise<RawConnection> {
  const connection = await http.connect(server.url('/'));
  defer(() => connection.destroy());
  const header = [
    'POST /events HTTP/1.1',
    'Host: 127.0.0.1',
    'Content-Type: application/json',
    `Content-Length: ${late.text.length}`,
  ];
  await connection.write([...header, 'Expect: 100-continue', 'Connection: close', '', ''].join('\r\n'));
  await connection.until(/^HTTP\/1\.1 \d/, generousMs);
  story.add('POST /events is in flight: its header is sent, its body not yet');
  return connection;
}

/** The sink takes its time, longer than the requests may: the worker has a limit of its own. */
async function slowSink(context: CheckContext): Promise<void> {
  const service = await startService(context, { SHUTDOWN_TIMEOUT: '1s' });
  const { sink, story } = service;
  const taken = new Set<UpstreamRequest>();
  sink.respond((request) => (request === sink.requests[0] ? request.answer({ status: 503 }) : undefined));
  const first = await accepted(context, service, event('{"n":1}', 'before the signal'));
  if (!(await sink.arrived(1, generousMs)))
    neverDelivered(context, service, 'A worker should post what was accepted every $FLUSH_INTERVAL (100ms here).');
  if (!(await sink.arrived(2, generousMs)))
    neverDelivered(context, service, 'The sink answered 503 to the first batch: a failed batch is posted again.');
  story.add('the sink refused the first batch with 503, and holds the second');
  service.signal('SIGINT');
  await service.refuses();
  const early = await service.server.exited(2_500);
  if (early) endedWhileHeld(context, service, describe(early));
  const take = (request: UpstreamRequest) => {
    request.answer();
    taken.add(request);
  };
  sink.respond(take);
  for (const request of sink.requests.slice(1)) if (!request.left) take(request);
  story.add('the sink answers 200');
  await ended(context, service);
  judgeDeliveries(context, service, taken, first ? [first] : []);
}

/** Fifteen intervals and an end without a single event. */
async function nothingToDeliver(context: CheckContext): Promise<void> {
  const service = await startService(context, { FLUSH_INTERVAL: '20ms' });
  await service.server.exited(300);
  service.signal('SIGTERM');
  await ended(context, service);
  judgeDeliveries(context, service, new Set(), []);
}

function acknowledging({ sink }: Service): Set<UpstreamRequest> {
  const taken = new Set<UpstreamRequest>();
  sink.respond((request) => {
    request.answer();
    taken.add(request);
  });
  return taken;
}

/** Undefined where it was not accepted: only a 202 is a promise. */
async function accepted({ http }: CheckContext, { server, story }: Service, one: Event): Promise<Event | undefined> {
  const reply = await http.send({
    url: server.url('/events'),
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: one.text,
  });
  story.add(`POST /events ${one.text}: ${describe(reply)}`);
  return reply.status === 202 ? one : undefined;
}

/** Also awaits that the sink has read all that the program sent before it was gone. */
async function ended({ files }: CheckContext, service: Service): Promise<void> {
  const { sink, story, server } = service;
  const exit = await service.exit(endMs);
  if (!exit)
    fail({
      summary: 'The program does not end: its worker, or something that waits for it, goes on.',
      expected: 'after the requests the worker is flushed, with a limit of 10 seconds, and the program exits',
      actual: `${endMs / 1000} seconds after connections were refused it was still running`,
      hint: 'The worker’s loop needs a way to be told: a context that you cancel, or a channel that you close. Then wait for it.',
      evidence: [story.evidence, server.log.evidence, where(files, /\.run\(|go func/)],
    });
  await eventually(generousMs, () => (sink.open === 0 ? true : undefined));
}
