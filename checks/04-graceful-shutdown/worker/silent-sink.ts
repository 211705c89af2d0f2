/** A sink that never answers keeps the program for DELIVERY_TIMEOUT, and no longer. */
import { type CheckContext, describe, fail } from '#kit';
import type { Played, Stall } from '../../common/stall.ts';
import { deliveriesOf } from '../findings/deliveries.ts';
import { outstaysItsLimit, type Unanswered, waitsWithoutEnd } from '../findings/worker.ts';
import { generousMs, openScene, type Scene } from '../scene.ts';

const deliveryMs = 2_000;
/**
 * Since the signal. Twice DELIVERY_TIMEOUT is fine, for the delivery under way and the last one; the rest is for a busy
 * machine. Less than the ten seconds that people write where the setting belongs.
 */
const boundMs = 7_500;
/** Tells "too late" from "never", and nothing else. */
const neverMs = 20_000;

const settings = { SHUTDOWN_TIMEOUT: '1s', DELIVERY_TIMEOUT: `${deliveryMs / 1_000}s` };

/** The last flush is never answered. The interval never comes, so no other delivery is under way. */
export async function silentAtTheEnd(context: CheckContext, stall: Stall): Promise<Played> {
  const scene = await openScene(context, { ...settings, FLUSH_INTERVAL: '1h' });
  scene.sink.respond(() => undefined);
  await post(context, scene);
  scene.signal('SIGTERM');
  await scene.refuses();
  // A program without a last batch is told so by the scenes beside this one.
  if (!(await scene.sink.arrived(1, generousMs))) return undefined;
  scene.tell('sink', 'holds the batch, and never answers');
  return endsInTime('last', scene, stall);
}

/**
 * The delivery under way at the signal is never answered. Those after it are: a loop whose select finds both a tick and its
 * end ready takes either, and would end sometimes sooner and sometimes later.
 */
export async function silentForOneDelivery(context: CheckContext, stall: Stall): Promise<Played> {
  const scene = await openScene(context, settings);
  const { sink } = scene;
  sink.respond((request) => (request === sink.requests[0] ? undefined : request.answer()));
  await post(context, scene);
  if (!(await sink.arrived(1, generousMs))) return undefined;
  scene.tell('sink', 'holds the batch, and never answers');
  scene.signal('SIGTERM');
  await scene.refuses();
  return endsInTime('under way', scene, stall);
}

async function post({ http }: CheckContext, { server, tell }: Scene): Promise<void> {
  const reply = await http.post(server.url('/events'), { n: 1 });
  tell('client', `POST /events {"n":1}: ${describe(reply)}`);
}

/** The exit code is not judged. */
async function endsInTime(unanswered: Unanswered, scene: Scene, stall: Stall): Promise<Played> {
  const exit = await scene.exit(neverMs);
  const waitedMs = scene.sinceSignal();
  const sent = deliveriesOf(scene.sink.requests).evidence;
  const seen = { unanswered, sent, deliveryMs, waitedMs };
  if (!exit) fail(waitsWithoutEnd(seen, scene.seen));
  if (waitedMs - stall.totalMs > boundMs) fail(outstaysItsLimit({ ...seen, exit }, scene.seen));
  return waitedMs > boundMs ? 'unclear' : undefined;
}
