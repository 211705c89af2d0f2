/** A sink that never answers must not keep the program for ever. */
import { type CheckContext, describe, fail } from '#kit';
import { where } from './causes.ts';
import { type Service, startService } from './service.ts';
import { deliveriesOf } from './sink.ts';

/**
 * The contract gives the worker 10 seconds. Two attempts of 10 seconds each are fine, and more than twice that is left for
 * a busy machine: this tells "late" from "never", and nothing else.
 */
const boundMs = 45_000;

/**
 * The interval never comes, so no delivery is under way at the signal: a loop whose select finds both a tick and its end
 * ready takes either, and would end sometimes sooner and sometimes later. The exit code is not judged.
 */
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
  if (!(await service.exit(boundMs))) neverEnds(context, service);
}

function neverEnds({ files }: CheckContext, { story, server, sink }: Service): never {
  fail({
    summary: 'The sink does not answer any more, and the program waits for it without end.',
    expected: 'the worker has 10 seconds of its own for its last batch; then the program ends all the same',
    actual: `${boundMs / 1000} seconds after the sink had the last batch it was still running`,
    hint: 'Give the last flush a limit, context.WithTimeout(context.Background(), 10*time.Second), hand that context on to the request, and stop trying when it is over. A wait for the worker needs the same limit: select on its channel and on ctx.Done().',
    evidence: [
      story.evidence,
      deliveriesOf(sink.requests, new Set()).evidence,
      server.log.evidence,
      where(files, /flush\(|\.Wait\(\)/, /http\.Client\{|http\.Post\(|DefaultClient/),
    ],
  });
}
