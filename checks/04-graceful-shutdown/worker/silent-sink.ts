/** A sink that never answers keeps the program for DELIVERY_TIMEOUT, and no longer. */
import { type CheckContext, describe, fail, type Stall, watchStalls } from '#kit';
import type { Played } from '../../common/stall.ts';
import { deliveriesOf } from '../findings/deliveries.ts';
import { outstaysItsLimit, type Unanswered, waitsWithoutEnd } from '../findings/worker.ts';
import { generousMs, openScene, type Scene } from '../scene.ts';

const deliveryMs = 2_000;
/**
 * Since the signal, a bound a turn. Twice DELIVERY_TIMEOUT is fine, for the delivery under way and the last one; the rest is
 * for a busy machine. Less than the ten seconds that people write where the setting belongs, and in the last turn by so much
 * that a stall of ours at the wrong moment does not hide them.
 */
const boundsMs = [7_500, 7_500, 5_000];
/** Tells "too late" from "never", and nothing else. */
const neverMs = 20_000;

const settings = { SHUTDOWN_TIMEOUT: '1s', DELIVERY_TIMEOUT: `${deliveryMs / 1_000}s` };

/** The last flush is never answered. The interval never comes, so no other delivery is under way. */
export async function silentAtTheEnd(context: CheckContext, _: Stall, turn: number): Promise<Played> {
  const scene = await openScene(context, { ...settings, FLUSH_INTERVAL: '1h' });
  scene.sink.respond(() => undefined);
  await post(context, scene);
  return endsInTime('last', scene, context, turn);
}

/**
 * The delivery under way at the signal is never answered. Those after it are: a loop whose select finds both a tick and its
 * end ready takes either, and would end sometimes sooner and sometimes later.
 */
export async function silentForOneDelivery(context: CheckContext, _: Stall, turn: number): Promise<Played> {
  const scene = await openScene(context, settings);
  const { sink } = scene;
  sink.respond((request) => (request === sink.requests[0] ? undefined : request.answer()));
  await post(context, scene);
  if (!(await sink.arrived(1, generousMs))) return undefined;
  return endsInTime('under way', scene, context, turn);
}

async function post({ http }: CheckContext, { server, tell }: Scene): Promise<void> {
  const reply = await http.post(server.url('/events'), { n: 1 });
  tell('client', `POST /events {"n":1}: ${describe(reply)}`);
}

/** The exit code is not judged. */
async function endsInTime(unanswered: Unanswered, scene: Scene, context: CheckContext, turn: number): Promise<Played> {
  const stall = watchStalls();
  context.defer(stall.stop);
  scene.signal('SIGTERM');
  await scene.refuses();
  // A program without a last batch is told so by the scenes beside this one.
  if (!(await scene.sink.arrived(1, generousMs))) return undefined;
  scene.tell('sink', 'holds the batch, and never answers');
  const exit = await scene.exit(neverMs);
  const waitedMs = scene.sinceSignal();
  const seen = { unanswered, sent: deliveriesOf(scene.sink.requests).evidence, deliveryMs, waitedMs };
  if (!exit) fail(waitsWithoutEnd(seen, scene.seen));
  const boundMs = boundsMs[turn] as number;
  if (waitedMs - stall.longestMs > boundMs) fail(outstaysItsLimit({ ...seen, exit }, scene.seen));
  return waitedMs > boundMs ? 'unclear' : undefined;
}
