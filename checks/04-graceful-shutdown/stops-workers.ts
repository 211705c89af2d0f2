import { type CheckContext, check, eventually, type RawConnection } from '#kit';
import {
  accepted,
  acceptedCrowd,
  acknowledging,
  beforeTheSignal,
  type Event,
  ended,
  event,
  inTheDrain,
  lastInFlight,
  type Moment,
  sinkIsQuiet,
} from './events.ts';
import { endingMs, generousMs, holdRequest, type Service, sideBySide, startService } from './service.ts';
import { silentForOneDelivery, silentSink } from './silent-sink.ts';
import { deliveriesOf, judgeDeliveries } from './sink.ts';
import { slowSink } from './slow-sink.ts';
import { disturbingMs, type Stall, undisturbed } from './stall.ts';

/** No accepted event is lost, none is delivered twice, whenever it was accepted. */
export const stopsWorkers = check(
  'stops-workers',
  'delivers every event it has accepted before it ends',
  { needs: ['posix-signals'], lesson: "The worker's last batch", timeoutMs: 180_000 },
  async (context) => {
    const scenarios = [
      lastBatch,
      slowSink,
      nothingToDeliver,
      requestCutOff,
      longDrain,
      silentSink,
      silentForOneDelivery,
    ];
    await sideBySide(...scenarios.map((play) => undisturbed(context, play)));
  },
);

/** More than fits into the queues, and into the batches, that people give a fixed size. */
const crowd: Moment = {
  when: 'before the signal, with 200 others at once',
  hint: 'Has something a fixed size, a queue or a batch? What finds no room must not be answered with 202; and where a batch has a limit, flush again until nothing is left.',
  look: /len\(.*\) >=? |default:|min\(|make\(chan .*,/,
};

/** The interval never comes, so only a flush at the end delivers: of what came before, during the drain, and last of all. */
async function lastBatch(context: CheckContext): Promise<void> {
  const service = await startService(context, { FLUSH_INTERVAL: '1h', DRAIN_DELAY: '1s' });
  const { server, story } = service;
  const taken = acknowledging(service);
  const events = [
    ...(await accepted(context, service, event('{"n":1,"text":"<ä>"}', beforeTheSignal))),
    ...(await accepted(context, service, event('["a list",2,null]', beforeTheSignal))),
    ...(await acceptedCrowd(
      context,
      service,
      Array.from({ length: 200 }, (_, n) => event(`{"crowd":${n}}`, crowd)),
    )),
  ];
  const last = event('{"n":3}', lastInFlight);
  const half = await halfSent(context, service, last);
  service.signal('SIGTERM');
  await eventually(generousMs, async () =>
    (await context.http.get(server.url('/readyz'))).status === 200 ? undefined : true,
  );
  events.push(...(await accepted(context, service, event('{"n":2}', inTheDrain))));
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
  judgeDeliveries(context, service, taken, [...events, ...(answered ? [last] : [])]);
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

/** Fifteen intervals and an end without a single event. */
async function nothingToDeliver(context: CheckContext): Promise<void> {
  const service = await startService(context, { FLUSH_INTERVAL: '20ms' });
  await service.server.exited(300);
  service.signal('SIGTERM');
  await ended(context, service);
  judgeDeliveries(context, service, new Set(), []);
}

/**
 * A request had to be cut off. The contract names the exit code for that, and not whether the worker is flushed first, so what
 * is lost here is told and not judged.
 */
async function requestCutOff(context: CheckContext, stall: Stall): Promise<void> {
  const service = await startService(context, { SHUTDOWN_TIMEOUT: '1s', FLUSH_INTERVAL: '1h' });
  const taken = acknowledging(service);
  const events = await accepted(context, service, event('{"n":1}', beforeTheSignal));
  await holdRequest(context, service);
  service.signal('SIGTERM');
  await service.refuses();
  // Whether it gives up in time is judged by forced-exit.
  if (!(await service.exit(2 * generousMs))) return;
  await sinkIsQuiet(service);
  const { times } = deliveriesOf(service.sink.requests, taken);
  if (events.some((one) => times(one) === 0) && stall.totalMs < disturbingMs)
    context.note(
      'When a request had to be cut off because its time ran out, an event that was accepted with 202 was not delivered. The worker has 10 seconds of its own: flush it also where Shutdown returns an error, and exit with 1 after that.',
    );
}

/** Longer than the worker may take: a limit that begins at the signal is used up before the worker is asked. */
async function longDrain(context: CheckContext): Promise<void> {
  const service = await startService(context, { FLUSH_INTERVAL: '1h', DRAIN_DELAY: '11s' });
  const taken = acknowledging(service);
  const events = await accepted(
    context,
    service,
    event('{"n":1}', {
      when: 'before the signal, with DRAIN_DELAY=11s',
      hint: 'With a short drain the same program delivers. Does the worker’s limit of 10 seconds begin at the signal? The drain is over before it is asked: make its context right before the last flush.',
      look: /WithTimeout\(.*([fF]lush|10 ?\* ?time\.Second)/,
    }),
  );
  service.signal('SIGTERM');
  await service.refuses(3 * generousMs);
  await ended(context, service);
  judgeDeliveries(context, service, taken, events);
}
