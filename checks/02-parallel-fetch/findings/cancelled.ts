/** Findings about work that goes on although its result is no longer needed: cancels-sibling and client-gone. */
import { duration, type Finding, finding } from '#kit';
import { lookAt, type Seen } from '../seen.ts';
import type { Fault } from '../upstreams/faults.ts';
import { type Name, otherThan, pathOf } from '../upstreams/names.ts';
import { asks, withoutClient } from './code.ts';
import { whatFailed } from './words.ts';

/** `waitedMs`: how long its connection stayed open; `midBody`: it was in the middle of its document. */
type StillOpen = { waitedMs: number; midBody: boolean };

/** `failed` has failed with `fault`, and the request to the other one was not cancelled. */
export function siblingStillOpen(
  seen: Seen,
  { failed, fault, waitedMs, midBody }: StillOpen & { failed: Name; fault: Fault },
): Finding {
  const other = otherThan(failed);
  return finding({
    summary: `The upstream ${failed} ${whatFailed(fault)}, but the request to ${other} was not cancelled: ${other} goes on working for nobody.`,
    expected: `once ${failed} has failed, ${other} sees the program hang up${midBody ? ', in the middle of its document' : ''}`,
    actual: `its connection was still open ${duration(waitedMs)} later`,
    hint: cancelHint(seen, midBody),
    evidence: [seen.timeline, lookAt(seen, withoutClient, asks)],
  });
}

/** There is no second request to cancel: `missing` is not asked while the other is held. */
export const nothingToCancel = (seen: Seen, missing: Name): Finding =>
  finding({
    summary: `There was no second request to cancel: ${missing} is not asked while ${otherThan(missing)} has not answered.`,
    expected: `GET ${pathOf(missing, seen.id)} arrives while the other is held`,
    actual: 'only one of the upstreams was asked',
    hint: 'Start both requests before you wait for either (see the check parallel); then there is one to cancel.',
    evidence: [seen.timeline, seen.log, lookAt(seen, asks)],
  });

/** The client has left; `answered` had answered before that, `still` have not seen the program hang up. */
export const clientGoneUnnoticed = (
  seen: Seen,
  { still, answered, waitedMs, midBody }: StillOpen & { still: readonly Name[]; answered?: Name },
): Finding =>
  finding({
    summary: `The client left${answered ? ` after ${answered} had answered` : ''}, but the request to ${still.join(' and to ')} was not cancelled.`,
    expected: 'once the client has hung up, both upstreams see the program hang up as well',
    actual: `${still.join(' and ')} still waited ${duration(waitedMs)} later`,
    hint: cancelHint(seen, midBody),
    evidence: [seen.timeline, lookAt(seen, withoutClient, asks)],
  });

const ignoresClient = new RegExp(`${withoutClient.source}|\\.Get\\(\\w*[uU][rR][lL]`);

/** Advice for what the code does already would send the learner away from the fault. */
const hasContext =
  'The requests have a context, but nothing cancels it in time. Both have to share one that derives from r.Context(), and the handler has to call its cancel as soon as it stops waiting: at the first failure, not once both are done.';

function cancelHint({ source }: Seen, midBody: boolean): string {
  return [
    midBody &&
      'The context has to hold until the body is read: the same one covers client.Do and everything that follows.',
    source.has(ignoresClient) &&
      'A request made with context.Background(), or without a context at all, knows nothing of the client: nothing can cancel it.',
    source.has(/NewRequestWithContext\(/) && !source.has(ignoresClient)
      ? hasContext
      : 'Make every upstream request with http.NewRequestWithContext and a context derived from r.Context(): context.WithTimeout(r.Context(), …), and defer cancel().',
  ]
    .filter(Boolean)
    .join(' ');
}
