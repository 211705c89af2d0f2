/** A sink that never answers must not keep the program for ever. */
import { type CheckContext, describe, fail } from '#kit';
import { where } from './causes.ts';
import { generousMs, type Service, startService } from './service.ts';
import { deliveriesOf } from './sink.ts';

/**
 * The contract gives the worker 10 seconds. Two attempts of 10 seconds each are fine, and more than twice that is left for
 * a busy machine: this tells "late" from "never", and nothing else.
 */
const boundMs = 45_000;

/** The last flush is never answered. The interval never comes, so no other delivery is under way. The exit code is not judged. */
export async function silentSink(context: CheckContext): Promise<void> {
  const service = await startService(context, { SHUTDOWN_TIMEOUT: '1s', FLUSH_INTERVAL: '1h' });
  const { server, sink, story } = service;
  sink.respond(() => undefined);
  const reply = await context.http.post(server.url('/events'), { n: 1 });
  story.add(`POST /events {"n":1}: ${describe(reply)}`);
  service.signal('SIGTERM');
  await service.refuses();
  // A program without a last batch is told so by what runs beside this.
  if (!(await sink.arrived(1, 10_000))) return;
  story.add('the sink holds the batch, and never answers');
  if (!(await service.exit(boundMs))) neverEnds(lastFlush, context, service);
}

/**
 * The delivery under way at the signal is never answered. Those after it are: a loop whose select finds both a tick and its
 * end ready takes either, and would end sometimes sooner and sometimes later.
 */
export async function silentForOneDelivery(context: CheckContext): Promise<void> {
  const service = await startService(context, { SHUTDOWN_TIMEOUT: '1s' });
  const { server, sink, story } = service;
  sink.respond((request) => (request === sink.requests[0] ? undefined : request.answer()));
  const reply = await context.http.post(server.url('/events'), { n: 1 });
  story.add(`POST /events {"n":1}: ${describe(reply)}`);
  if (!(await sink.arrived(1, generousMs))) return;
  story.add('the sink holds the batch, and never answers');
  service.signal('SIGTERM');
  await service.refuses();
  if (!(await service.exit(boundMs))) neverEnds(underWay, context, service);
}

type Wait = { what: string; hint: string; look: RegExp[] };

const lastFlush: Wait = {
  what: 'its last batch',
  hint: 'Give the last flush a limit, context.WithTimeout(context.Background(), 10*time.Second), hand that context on to the request, and stop trying when it is over.',
  look: [/flush\(/, /http\.Client\{|http\.Post\(|DefaultClient/],
};

const underWay: Wait = {
  what: 'the batch that was under way at the signal',
  hint: 'A wait for the worker needs a limit: select on its channel and on the Done of a context.WithTimeout. So does each delivery: http.Client has a Timeout, and none unless you set it.',
  look: [/<-\s*\w*[dD]one\b|\.Wait\(\)/, /http\.Client\{|http\.Post\(|DefaultClient/, /flush\(/],
};

function neverEnds({ what, hint, look }: Wait, { files }: CheckContext, { story, server, sink }: Service): never {
  fail({
    summary: 'The sink does not answer any more, and the program waits for it without end.',
    expected: 'the worker has 10 seconds of its own to finish; then the program ends all the same',
    actual: `${boundMs / 1000} seconds after the sink had ${what} it was still running`,
    hint,
    evidence: [
      story.evidence,
      deliveriesOf(sink.requests, new Set()).evidence,
      server.log.evidence,
      where(files, ...look),
    ],
  });
}
