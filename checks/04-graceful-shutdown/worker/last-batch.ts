/** The interval never comes, so only a flush at the end delivers: of what came before, during the drain, and last of all. */
import { type CheckContext, eventually, failIf, type RawConnection } from '#kit';
import { deliveriesOf, wrongDelivery } from '../findings/deliveries.ts';
import { endingMs, generousMs, longDelivery, openScene, type Scene } from '../scene.ts';
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
} from './events.ts';

/** More than fits into the queues, and into the batches, that people give a fixed size. */
const crowdOf = 200;
const crowd: Moment = {
  when: `before the signal, with ${crowdOf} others at once`,
  hint: 'Does something have a fixed size, a queue or a batch? An event that finds no room must not be answered with 202; and where a batch has a limit, flush again until nothing is left.',
  look: /len\(.*\) >=? |default:|min\(|make\(chan .*,/,
};

export async function lastBatch(context: CheckContext): Promise<void> {
  const scene = await openScene(context, { FLUSH_INTERVAL: '1h', DRAIN_DELAY: '1s', DELIVERY_TIMEOUT: longDelivery });
  const taken = acknowledging(scene);
  const events = [
    ...(await accepted(context, scene, event('{"n":1,"text":"<ä>"}', beforeTheSignal))),
    ...(await accepted(context, scene, event('["a list",2,null]', beforeTheSignal))),
    ...(await acceptedCrowd(
      context,
      scene,
      Array.from({ length: crowdOf }, (_, n) => event(`{"crowd":${n}}`, crowd)),
    )),
  ];
  const last = event('{"n":3}', lastInFlight);
  const half = await halfSent(context, scene, last);
  scene.signal('SIGTERM');
  await eventually(generousMs, async () =>
    (await context.http.get(scene.server.url('/readyz'))).status === 200 ? undefined : true,
  );
  events.push(...(await accepted(context, scene, event('{"n":2}', inTheDrain))));
  await scene.refuses();
  // Whether a program that ends now still answers the last request would be a matter of luck.
  await scene.server.exited(endingMs);
  events.push(...(await sendRest(half, last, scene)));
  await ended(scene);
  failIf(wrongDelivery(deliveriesOf(scene.sink.requests, taken), events, scene.seen));
}

/** The handler is reading: net/http sends the 100 when it does. The body follows once new connections are refused. */
async function halfSent({ http, defer }: CheckContext, { server, tell }: Scene, event: Event): Promise<RawConnection> {
  const connection = await http.connect(server.url('/'));
  defer(() => connection.destroy());
  const header = [
    'POST /events HTTP/1.1',
    'Host: 127.0.0.1',
    'Content-Type: application/json',
    `Content-Length: ${event.text.length}`,
  ];
  await connection.write([...header, 'Expect: 100-continue', 'Connection: close', '', ''].join('\r\n'));
  await connection.until(/^HTTP\/1\.1 \d/, generousMs);
  tell('client', `POST /events ${event.text} is in flight: its header is sent, its body not yet`);
  return connection;
}

async function sendRest(half: RawConnection, event: Event, { tell }: Scene): Promise<Event[]> {
  await half.write(event.text);
  const answered = await half.until(/HTTP\/1\.1 202/);
  tell('client', `sends the rest of the body, ${answered ? 'answered with 202' : 'not answered with 202'}`);
  half.end();
  return answered ? [event] : [];
}
