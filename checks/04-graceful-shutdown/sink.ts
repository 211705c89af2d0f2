/** What became of the events: the sink's side of the contract. */
import { type CheckContext, type Evidence, fail, type Json, parseJson, sameJson, type UpstreamRequest } from '#kit';
import { has, shutdownCall, where } from './causes.ts';
import type { Event } from './events.ts';
import { generousMs, type Service } from './service.ts';

/** Which batches the sink has acknowledged: answered while the program was still there to hear it. */
export type Deliveries = {
  /** A batch that is no JSON array, or an empty one. */
  malformed: UpstreamRequest | undefined;
  times(event: Event): number;
  /** The same event more than once in a batch that was taken. */
  inOneBatch(event: Event): boolean;
  evidence: Evidence;
};

export function deliveriesOf(
  requests: readonly UpstreamRequest[],
  acknowledged: ReadonlySet<UpstreamRequest>,
): Deliveries {
  const batches = requests.map((request) => ({ request, batch: parseJson(request.body) }));
  const taken = batches
    .filter(({ request }) => acknowledged.has(request))
    .map(({ batch }) => (Array.isArray(batch) ? batch : []));
  const timesIn = (batch: Json[], { document }: Event) => batch.filter((one) => sameJson(one, document)).length;
  return {
    malformed: batches.find(({ batch }) => !Array.isArray(batch) || batch.length === 0)?.request,
    times: (event) => timesIn(taken.flat(), event),
    inOneBatch: (event) => taken.some((batch) => timesIn(batch, event) > 1),
    evidence: {
      kind: 'events',
      title: 'What the sink was sent',
      text:
        batches
          .map(
            ({ request }, index) =>
              `batch ${index + 1}${acknowledged.has(request) ? '' : ' (not taken)'}: ${shortened(request.body)}`,
          )
          .join('\n') || '(nothing)',
    },
  };
}

const shortened = (body: string) => (body.length > 400 ? `${body.slice(0, 400)}… (${body.length} bytes)` : body);

export function judgeDeliveries(
  { files }: CheckContext,
  { sink, story, server }: Service,
  taken: Set<UpstreamRequest>,
  events: Event[],
): void {
  const deliveries = deliveriesOf(sink.requests, taken);
  const lost = events.filter((one) => deliveries.times(one) === 0);
  const look = lost[0]?.look ? [lost[0].look] : [];
  const evidence = [
    story.evidence,
    deliveries.evidence,
    server.log.evidence,
    where(files, ...look, /\.run\(|flush\(/, shutdownCall),
  ];
  const twice = events.find((one) => deliveries.times(one) > 1);
  if (lost[0])
    fail({
      summary: `An event was accepted ${lost[0].when}, and never delivered.`,
      expected: `POST /events ${lost[0].text} was answered with 202, so the sink gets it before the program ends`,
      actual: `no batch that the sink took holds it${lost.length > 1 ? `, nor ${lost.length - 1} others of ${events.length}` : ''}`,
      hint: contextOver(server) ?? lost[0].hint,
      evidence,
    });
  if (twice)
    fail({
      summary: 'An event was delivered twice, though the sink had taken it the first time.',
      expected: `${twice.text} in exactly one batch`,
      actual: `the sink took it ${deliveries.times(twice)} times`,
      hint: deliveries.inOneBatch(twice)
        ? 'One batch holds it twice. What is put back after a failed delivery must have been taken out before it.'
        : 'Two deliveries were at work on the same events. Before the last flush, stop the worker and wait until it has returned.',
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

/** What net/http's client says when the context of its request was cancelled, before it began or meanwhile. */
const contextOver = ({ log }: Service['server']): string | undefined =>
  log.lines.some(({ text }) => /context canceled|signal received/.test(text))
    ? 'It printed that a context was over, most likely the signal’s or the worker’s. The last flush needs one of its own, made right before it: context.WithTimeout(context.Background(), 10*time.Second).'
    : undefined;

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
