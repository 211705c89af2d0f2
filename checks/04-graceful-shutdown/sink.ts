/** What became of the events: the sink's side of the contract. */
import { type Evidence, type Json, parseJson, sameJson, type UpstreamRequest } from '#kit';

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
