/** A sink that takes its time, longer than the requests may: the worker has a limit of its own. */
import { type CheckContext, fail, failIf, type Stall, type UpstreamRequest } from '#kit';
import type { Played } from '../../common/stall.ts';
import { deliveriesOf, neverDelivered, wrongDelivery } from '../findings/deliveries.ts';
import { brokenOff, endedWhileHeld } from '../findings/worker.ts';
import { generousMs, hangsUp, longDelivery, openScene, type Scene } from '../scene.ts';
import { accepted, beforeTheSignal, ended, event } from './events.ts';

/**
 * Seconds: SHUTDOWN_TIMEOUT, and for how long the sink holds the second batch, across the signal; less than the ten that the
 * starter gives one attempt. The longer ones are for machines that stall: Shutdown waits for a connection of ours that we are
 * too slow to close.
 */
const turns = [
  { shutdown: 2, held: 4 },
  { shutdown: 4, held: 6 },
  { shutdown: 6, held: 8 },
];
/** Later than this its own limit may have run out. */
const cutMs = 5_000;
/** A program that waits longer than this for a batch when there is no signal has no limit that explains a cut. */
const patientMs = 6_000;

export async function slowSink(context: CheckContext, _: Stall, turn: number): Promise<Played> {
  const { shutdown, held } = turns[turn] as (typeof turns)[number];
  const scene = await openScene(context, { SHUTDOWN_TIMEOUT: `${shutdown}s`, DELIVERY_TIMEOUT: longDelivery });
  const { sink, seen } = scene;
  sink.respond(() => undefined);
  const events = await accepted(context, scene, event('{"n":1}', beforeTheSignal));
  const second = await failedOnce(scene);
  scene.signal('SIGINT');
  const hungUpMs = await timeOfLeaving(second, held * 1_000);
  const taken = takeAllButTheFirst(scene);
  const exit = await ended(scene);
  const deliveries = deliveriesOf(sink.requests, taken);
  const lost = events.some((one) => deliveries.times(one) === 0);
  if (lost && hungUpMs !== undefined) fail(endedWhileHeld({ exit, shutdown, held }, deliveries.evidence, seen));
  failIf(wrongDelivery(deliveries, events, seen));
  if (hungUpMs === undefined || (await hangsUpAnyway(context))) return undefined;
  if (hungUpMs < cutMs) fail(brokenOff({ afterMs: hungUpMs, patientMs }, deliveries.evidence, seen));
  return 'unclear';
}

/** The first batch fails with 503. Returns the second one, held. */
async function failedOnce({ sink, tell, seen }: Scene): Promise<UpstreamRequest> {
  const first = await sink.arrived(1, generousMs);
  if (!first)
    fail(neverDelivered(sink.requests, 'A worker posts what was accepted every $FLUSH_INTERVAL (100ms here).', seen));
  first.answer({ status: 503 });
  tell('sink', 'refuses the first batch with 503');
  const second = await sink.arrived(2, generousMs);
  if (!second)
    fail(
      neverDelivered(sink.requests, 'The sink answered 503 to the first batch: a failed batch is posted again.', seen),
    );
  tell('sink', 'holds the second batch');
  return second;
}

/** Milliseconds from now until the program hung up on it; undefined when it waited for `ms`. */
async function timeOfLeaving(request: UpstreamRequest, ms: number): Promise<number | undefined> {
  const since = performance.now();
  return (await hangsUp(request, ms)) ? performance.now() - since : undefined;
}

function takeAllButTheFirst({ sink, tell }: Scene): Set<UpstreamRequest> {
  const taken = new Set<UpstreamRequest>();
  const take = (request: UpstreamRequest) => {
    request.answer();
    taken.add(request);
  };
  sink.respond(take);
  for (const request of sink.requests.slice(1)) if (!request.left) take(request);
  tell('sink', 'answers 200');
  return taken;
}

/** The same program without a signal: if it does not wait for the sink then either, the signal is not why it hung up. */
async function hangsUpAnyway(context: CheckContext): Promise<boolean> {
  const scene = await openScene(context);
  scene.sink.respond(() => undefined);
  await accepted(context, scene, event('{"n":1}', beforeTheSignal));
  const batch = await scene.sink.arrived(1, generousMs);
  return batch === undefined || hangsUp(batch, patientMs);
}
