/** What became of the events: the sink's side of the contract. */
import { type CheckContext, type Evidence, fail, type Json, parseJson, sameJson, type UpstreamRequest } from '#kit';
import { has, shutdownCall, where } from './causes.ts';
import { generousMs, type Service } from './service.ts';

export type Event = { document: Json; text: string; when: string };

export const event = (text: string, when: string): Event => {
  const document = parseJson(text);
  if (document === undefined) throw new Error(`not JSON: ${text}`);
  return { document, text, when };
};

/** Which batches the sink has acknowledged: answered while the program was still there to hear it. */
export type Deliveries = {
  /** A batch that is no JSON array, or an empty one. */
  malformed: UpstreamRequest | undefined;
  times(event: Event): number;
  evidence: Evidence;
};

export function deliveriesOf(
  requests: readonly UpstreamRequest[],
  acknowledged: ReadonlySet<UpstreamRequest>,
): Deliveries {
  const batches = requests.map((request) => ({ request, batch: parseJson(request.body) }));
  const taken = batches.filter(({ request }) => acknowledged.has(request));
  return {
    malformed: batches.find(({ batch }) => !Array.isArray(batch) || batch.length === 0)?.request,
    times: ({ document }) =>
      taken.flatMap(({ batch }) => (Array.isArray(batch) ? batch : [])).filter((one) => sameJson(one, document)).length,
    evidence: {
      kind: 'events',
      title: 'What the sink was sent',
      text:
        batches
          .map(
            ({ request }, index) =>
              `batch ${index + 1}${acknowledged.has(request) ? '' : ' (not taken)'}: ${request.body}`,
          )
          .join('\n') || '(nothing)',
    },
  };
}

export function judgeDeliveries(
  { files }: CheckContext,
  { sink, story, server }: Service,
  taken: Set<UpstreamRequest>,
  events: Event[],
): void {
  const deliveries = deliveriesOf(sink.requests, taken);
  const evidence = [
    story.evidence,
    deliveries.evidence,
    server.log.evidence,
    where(files, /\.run\(|flush\(/, shutdownCall),
  ];
  const lost = events.find((one) => deliveries.times(one) === 0);
  const twice = events.find((one) => deliveries.times(one) > 1);
  if (lost)
    fail({
      summary: `An event was accepted ${lost.when}, and never delivered.`,
      expected: `POST /events ${lost.text} was answered with 202, so the sink gets it before the program ends`,
      actual: 'no batch that the sink took holds it',
      hint: lostHint(lost),
      evidence,
    });
  if (twice)
    fail({
      summary: 'An event was delivered twice, though the sink had taken it the first time.',
      expected: `${twice.text} in exactly one batch`,
      actual: `the sink took it ${deliveries.times(twice)} times`,
      hint: 'Two deliveries were at work on the same events. Before the last flush, stop the worker and wait until it has returned.',
      evidence,
    });
  if (deliveries.malformed)
    fail({
      summary:
        deliveries.malformed.body.trim() === '[]'
          ? 'The sink was sent an empty batch.'
          : 'The sink was sent something other than a JSON array of events.',
      expected: 'a JSON array with at least one event in each POST to $SINK_URL',
      actual: deliveries.malformed.body,
      hint: 'When nothing is pending, send nothing.',
      evidence,
    });
}

function lostHint({ when }: Event): string {
  if (when.startsWith('before'))
    return 'What the worker holds in memory is gone with the process. When the requests are done, stop the worker, wait for it, and deliver what is left, before main returns.';
  if (when.startsWith('during'))
    return 'During the drain events are still accepted. A worker that is stopped at the signal, or flushed before the drain is over, misses them: flush last.';
  return 'A request in flight may add an event at the very end. Flush after Shutdown has returned, not before it or beside it.';
}

export function neverDelivered({ files }: CheckContext, { story, sink, server }: Service, hint: string): never {
  fail({
    summary: 'An accepted event is not delivered, though the program runs on.',
    expected: 'a batch at $SINK_URL every $FLUSH_INTERVAL, and a failed one again',
    actual: `batches in ${generousMs / 1000} seconds: ${sink.requests.length}`,
    hint,
    evidence: [
      story.evidence,
      deliveriesOf(sink.requests, new Set()).evidence,
      server.log.evidence,
      where(files, /\.run\(/, /NewTicker|time\.Tick/),
    ],
  });
}

export function endedWhileHeld({ files }: CheckContext, { story, sink, server }: Service, actual: string): never {
  fail({
    summary: 'The program ended while the sink was still taking a batch, so that batch is lost.',
    expected:
      'the worker has 10 seconds of its own to deliver, whatever SHUTDOWN_TIMEOUT is (1s here); the sink needed 2.5',
    actual,
    hint: has(files, /flush\(/)
      ? 'Two things can be wrong here: main does not wait until the worker has returned, or the last flush gets the context that Shutdown has used up. Make it a new one: context.WithTimeout(context.Background(), 10*time.Second).'
      : 'Stop the worker, wait until it has returned, and only then let main return.',
    evidence: [
      story.evidence,
      deliveriesOf(sink.requests, new Set()).evidence,
      server.log.evidence,
      where(files, /\.run\(|flush\(/, shutdownCall),
    ],
  });
}
