/** What became of the events: the sink's side of the contract. */
import { type Evidence, type Finding, finding, type Json, parseJson, sameJson, type UpstreamRequest } from '#kit';
import type { Event } from '../worker/events.ts';
import { flushes, runsWorker, type Seen, shutdownCall, unread } from './seen.ts';

type Batch = Pick<UpstreamRequest, 'body'>;

/** Which batches the sink has acknowledged: answered while the program was still there to hear it. */
export type Deliveries = {
  /** A batch that is no JSON array, or an empty one. */
  malformed: Batch | undefined;
  /** Batches that came, taken or not. */
  sent: number;
  times(event: Event): number;
  /** The same event more than once in a batch that was taken. */
  inOneBatch(event: Event): boolean;
  evidence: Evidence;
};

export function deliveriesOf(requests: readonly Batch[], acknowledged: ReadonlySet<Batch> = new Set()): Deliveries {
  const batches = requests.map((request) => ({ request, batch: parseJson(request.body) }));
  const taken = batches
    .filter(({ request }) => acknowledged.has(request))
    .map(({ batch }) => (Array.isArray(batch) ? batch : []));
  const timesIn = (batch: Json[], { document }: Event) => batch.filter((one) => sameJson(one, document)).length;
  const lines = requests.map(
    (request, index) =>
      `batch ${index + 1}${acknowledged.has(request) ? '' : ' (not taken)'}: ${shortened(request.body)}`,
  );
  return {
    malformed: batches.find(({ batch }) => !Array.isArray(batch) || batch.length === 0)?.request,
    sent: requests.length,
    times: (event) => timesIn(taken.flat(), event),
    inOneBatch: (event) => taken.some((batch) => timesIn(batch, event) > 1),
    evidence: { kind: 'events', title: 'What the sink was sent', text: lines.join('\n') || '(nothing)' },
  };
}

const shortened = (body: string) => (body.length > 400 ? `${body.slice(0, 400)}… (${body.length} bytes)` : body);

/** The first of: an accepted event that never came, one that came twice, a batch that is none. */
export function wrongDelivery(deliveries: Deliveries, events: readonly Event[], seen: Seen): Finding | undefined {
  const { malformed, times } = deliveries;
  const lost = events.filter((one) => times(one) === 0);
  const twice = events.find((one) => times(one) > 1);
  if (lost[0]) return lostEvent(lost[0], lost.length - 1, events.length, deliveries, seen);
  if (twice) return deliveredTwice(twice, deliveries, seen);
  return malformed && notABatch(malformed, deliveries, seen);
}

const evidenceOf = (deliveries: Deliveries, { story, log, source }: Seen, look?: RegExp, code?: Evidence) => [
  story,
  deliveries.evidence,
  log.evidence,
  code ?? source.find(...(look ? [look] : []), /\.run\(|flush\(/, shutdownCall),
];

function lostEvent(event: Event, others: number, of: number, deliveries: Deliveries, seen: Seen): Finding {
  const noSink = deliveries.sent === 0 ? unread('SINK_URL', seen.source) : undefined;
  return finding({
    summary: `An event was accepted ${event.when}, and never delivered.`,
    expected: `POST /events ${event.text} was answered with 202, so the sink gets it before the program ends`,
    actual: `no batch that the sink took holds it${others > 0 ? `, nor ${others} others of ${of}` : ''}`,
    hint: contextEnded(seen) ?? noSink?.hint ?? event.hint,
    evidence: evidenceOf(deliveries, seen, event.look, noSink?.code),
  });
}

/** What net/http's client says when the context of its request was cancelled, before it began or meanwhile. */
const contextEnded = ({ log }: Seen): string | undefined =>
  log.lines.some(({ text }) => /context canceled|signal received/.test(text))
    ? 'The program printed that a context had ended, most likely the signal’s or the worker’s. The last flush needs one of its own, created right before it: context.WithTimeout(context.Background(), cfg.deliveryTimeout).'
    : undefined;

const deliveredTwice = (event: Event, deliveries: Deliveries, seen: Seen): Finding =>
  finding({
    summary: 'An event was delivered twice, though the sink had taken it the first time.',
    expected: `${event.text} in exactly one batch`,
    actual: `the sink took it ${deliveries.times(event)} times`,
    hint: deliveries.inOneBatch(event)
      ? 'One batch holds it twice. What is put back after a failed delivery must have been taken out before it.'
      : 'Two deliveries were at work on the same events. Before the last flush, stop the worker and wait until it has returned.',
    evidence: evidenceOf(deliveries, seen, deliveries.inOneBatch(event) ? takenOut : undefined),
  });

/** Where a batch is taken out of what waits. */
const takenOut = /^\s*\w+\s*:?=\s*\w+\.\w*([pP]ending|[qQ]ueue|[eE]vents|[bB]atch|[iI]tems|[bB]uf)\w*\s*$/;

const notABatch = (batch: Batch, deliveries: Deliveries, seen: Seen): Finding =>
  finding({
    summary:
      batch.body.trim() === '[]'
        ? 'The sink was sent an empty batch.'
        : 'The sink was sent something other than a JSON array of events.',
    expected: 'a JSON array with at least one event in each POST to $SINK_URL',
    actual: batch.body,
    hint: 'When nothing is pending, send nothing.',
    evidence: evidenceOf(deliveries, seen),
  });

/** Of a program that runs on. */
export function neverDelivered(batches: readonly Batch[], hint: string, { story, log, source }: Seen): Finding {
  // A batch has come: then the address is known, and the interval may be.
  const setting = batches.length > 0 ? undefined : (unread('SINK_URL', source) ?? unread('FLUSH_INTERVAL', source));
  return finding({
    summary: 'An accepted event is not delivered, though the program runs on.',
    expected: 'a batch at $SINK_URL every $FLUSH_INTERVAL, and a failed one again',
    actual: `batches in 10 seconds: ${batches.length}`,
    hint: setting?.hint ?? hint,
    evidence: [
      story,
      deliveriesOf(batches).evidence,
      log.evidence,
      setting?.code ?? source.find(runsWorker, /NewTicker|time\.Tick/, flushes),
    ],
  });
}
