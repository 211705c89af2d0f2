/** A sink that takes its time, longer than the requests may: the worker has a limit of its own. */
import { type CheckContext, describe, fail, type UpstreamRequest } from '#kit';
import { where } from './causes.ts';
import { accepted, beforeTheSignal, ended, event } from './events.ts';
import { generousMs, type Service, startService } from './service.ts';
import { deliveriesOf, endedWhileHeld, judgeDeliveries, neverDelivered } from './sink.ts';
import type { Played } from './stall.ts';

/** The sink keeps the first batch waiting for so long, with no signal: who hangs up on it has a limit of its own. */
const patientMs = 6_000;
/** And so long the second one, across the signal. */
const heldMs = 2_500;
/** Hung up on the second one sooner than this, and not on the first: the end of the program has cut it off. */
const cutMs = 5_000;

export async function slowSink(context: CheckContext): Promise<Played> {
  const service = await startService(context, { SHUTDOWN_TIMEOUT: '1s' });
  const { server, sink, story } = service;
  const taken = new Set<UpstreamRequest>();
  sink.respond(() => undefined);
  const events = await accepted(context, service, event('{"n":1}', beforeTheSignal));
  const first = await sink.arrived(1, generousMs);
  if (!first)
    neverDelivered(context, service, 'A worker should post what was accepted every $FLUSH_INTERVAL (100ms here).');
  const patient = !(await first.gone(patientMs));
  first.answer({ status: 503 });
  const second = await sink.arrived(2, generousMs);
  if (!second)
    neverDelivered(context, service, 'The sink answered 503 to the first batch: a failed batch is posted again.');
  story.add(`the sink refused the first batch with 503 after ${patientMs / 1000} seconds, and holds the second`);
  const leaving = timeOfLeaving(second);
  service.signal('SIGINT');
  await service.refuses();
  const early = await server.exited(heldMs);
  if (early) endedWhileHeld(context, service, describe(early));
  const take = (request: UpstreamRequest) => {
    request.answer();
    taken.add(request);
  };
  sink.respond(take);
  for (const request of sink.requests.slice(1)) if (!request.left) take(request);
  story.add('the sink answers 200');
  await ended(context, service);
  judgeDeliveries(context, service, taken, events);
  const leftAfter = await leaving;
  if (!patient || leftAfter === undefined) return undefined;
  if (leftAfter < cutMs) cutOff(leftAfter, taken, context, service);
  return 'unclear'; // so late that its own limit may have run out
}

/** Milliseconds from now until the program hung up on it; undefined when it got its answer. */
async function timeOfLeaving(request: UpstreamRequest): Promise<number | undefined> {
  const since = performance.now();
  return (await request.gone(10 * generousMs)) ? performance.now() - since : undefined;
}

function cutOff(
  afterMs: number,
  taken: Set<UpstreamRequest>,
  { files }: CheckContext,
  { story, sink, server }: Service,
): never {
  fail({
    summary: 'The program broke off a delivery when it was told to end, and then made it once more.',
    expected:
      'a delivery under way is finished, within the worker’s 10 seconds: the sink has the batch already, and was about to answer 200',
    actual: `it hung up ${(afterMs / 1000).toFixed(1)} seconds after the batch had come (before the signal it waited ${patientMs / 1000}); the same events came again`,
    hint: 'The sink may have them twice now. End the worker’s loop, not the delivery it is in the middle of: context.WithoutCancel(ctx), or a context of its own; then wait until the worker has returned, and flush what is left.',
    evidence: [
      story.evidence,
      deliveriesOf(sink.requests, taken).evidence,
      server.log.evidence,
      where(files, /[fF]lush\(ctx|[dD]eliver\(ctx/, /NewRequestWithContext/, /\.run\(/),
    ],
  });
}
