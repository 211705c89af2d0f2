import { type CheckContext, check, failIf, type Stall } from '#kit';
import { disturbingMs, undisturbed } from '../common/stall.ts';
import { deliveriesOf, wrongDelivery } from './findings/deliveries.ts';
import { allOf, generousMs, longDelivery, openScene } from './scene.ts';
import { accepted, acknowledging, beforeTheSignal, ended, event, sinkIsQuiet } from './worker/events.ts';
import { lastBatch } from './worker/last-batch.ts';
import { silentAtTheEnd, silentForOneDelivery } from './worker/silent-sink.ts';
import { slowSink } from './worker/slow-sink.ts';

/** No accepted event is lost, none is delivered twice, whenever it was accepted. */
export const stopsWorkers = check(
  'stops-workers',
  'delivers every event it has accepted before it ends',
  { needs: ['posix-signals', { openFiles: 160 }], lesson: "The worker's last batch", timeoutMs: 180_000 },
  async (context) => {
    const scenes = [
      lastBatch,
      slowSink,
      nothingToDeliver,
      requestCutOff,
      longDrain,
      silentAtTheEnd,
      silentForOneDelivery,
    ];
    await allOf(...scenes.map((play) => undisturbed(context, play)));
  },
);

/** Fifteen intervals and an end without a single event. */
async function nothingToDeliver(context: CheckContext): Promise<void> {
  const scene = await openScene(context, { FLUSH_INTERVAL: '20ms' });
  await scene.server.exited(300);
  scene.signal('SIGTERM');
  await ended(scene);
  failIf(wrongDelivery(deliveriesOf(scene.sink.requests), [], scene.seen));
}

/**
 * A request had to be cut off. The contract names the exit code for that, not whether the worker is flushed first, so a loss
 * is noted and not judged.
 */
async function requestCutOff(context: CheckContext, stall: Stall): Promise<void> {
  const scene = await openScene(context, {
    SHUTDOWN_TIMEOUT: '1s',
    DELIVERY_TIMEOUT: longDelivery,
    FLUSH_INTERVAL: '1h',
  });
  const taken = acknowledging(scene);
  const events = await accepted(context, scene, event('{"n":1}', beforeTheSignal));
  await scene.hold();
  scene.signal('SIGTERM');
  await scene.refuses();
  // Whether it gives up in time is judged by forced-exit.
  if (!(await scene.exit(2 * generousMs))) return;
  await sinkIsQuiet(scene);
  const { times } = deliveriesOf(scene.sink.requests, taken);
  if (events.some((one) => times(one) === 0) && stall.totalMs < disturbingMs)
    context.note(
      'When a request was cut off because its time ran out, an event accepted with 202 was not delivered. The worker has DELIVERY_TIMEOUT of its own: flush it also where Shutdown returns an error, and exit with 1 after that.',
    );
}

/** Seconds. The longer ones are for machines that stall so long that the sink answers too late. */
const longDrains = [
  { drain: 4, delivery: 3 },
  { drain: 8, delivery: 7 },
  { drain: 16, delivery: 15 },
];

/** The drain is longer than DELIVERY_TIMEOUT: a limit that starts at the signal has run out before the worker is asked. */
async function longDrain(context: CheckContext, _: Stall, turn: number): Promise<void> {
  const { drain, delivery } = longDrains[turn] as (typeof longDrains)[number];
  const settings = { DRAIN_DELAY: `${drain}s`, DELIVERY_TIMEOUT: `${delivery}s` };
  const scene = await openScene(context, { ...settings, FLUSH_INTERVAL: '1h' });
  const taken = acknowledging(scene);
  const events = await accepted(
    context,
    scene,
    event('{"n":1}', {
      when: `before the signal, with DRAIN_DELAY=${drain}s and DELIVERY_TIMEOUT=${delivery}s`,
      hint: 'With a short drain the same program delivers. Does DELIVERY_TIMEOUT begin at the signal? Then the drain has used it up before the worker is asked: create its context right before the last flush.',
      look: /WithTimeout\(.*([fF]lush|[dD]eliver|\d+ ?\* ?time\.Second)/,
    }),
  );
  scene.signal('SIGTERM');
  await scene.refuses(drain * 1_000 + generousMs);
  await ended(scene);
  failIf(wrongDelivery(deliveriesOf(scene.sink.requests, taken), events, scene.seen));
}
