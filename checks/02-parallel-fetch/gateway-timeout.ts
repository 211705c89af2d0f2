/** Is this the 504 that an upstream calls for which takes too long? */
import { type CheckContext, describe, type Evidence, fail, type Late, late, type Reply, type Server } from '#kit';
import { expectJsonType, twoDocuments, writtenTwice } from './error-bodies.ts';
import type { Fakes, Name } from './fakes.ts';
import { asks, has, where } from './places.ts';
import type { Silence } from './silences.ts';
import { expectAsked } from './unanswered.ts';

/** No answer this long after the time-out means that none will come. */
export const slackMs = 8_000;

export type Scene = { context: CheckContext; fakes: Fakes; server: Server; name: Name; silence: Silence };

export function expectTimeout({ context, fakes, name, silence }: Scene, reply: Reply | Late, setting: string): void {
  const happened = `The upstream ${name} ${silence.what}`;
  const expected = `status 504 with {"error":"…","upstream":"${name}"} (${setting})`;
  const evidence: (Evidence | undefined)[] = [
    reply === late ? undefined : reply.evidence,
    fakes.story.evidence,
    timeoutPlace(context),
  ];
  if (reply === late)
    fail({
      summary: `${happened}, and the program still waits for it ${slackMs / 1000} s after $UPSTREAM_TIMEOUT.`,
      expected,
      actual: 'no answer',
      hint: whyLate(context, silence),
      evidence,
    });
  const body = (reply.json ?? {}) as { error?: unknown; upstream?: unknown };
  const right = reply.outcome === 'answered' && reply.status === 504;
  if (right && typeof body.error === 'string' && body.upstream === name) {
    expectJsonType(context, reply, evidence.slice(0, 2));
    return;
  }
  if (!right) expectAsked(context, { fakes, reply, id: 7 });
  const twice = right && twoDocuments(reply.body);
  fail({
    summary: right
      ? `${happened}; the answer is a 504, but ${twice ? 'two JSON values stand in its body' : `it ${body.upstream === name ? 'has no text "error"' : `does not name ${name}`}`}.`
      : `${happened}, and the dashboard was not answered with 504.`,
    expected,
    actual: describe(reply),
    hint: right
      ? twice
        ? writtenTwice
        : namesNobody
      : (silence.unlike504 ??
        'errors.Is(err, context.DeadlineExceeded) tells a time-out from every other failure, through all wrapping with %w; with http.Client.Timeout ask the error whether it is a net.Error whose Timeout() is true.'),
    evidence,
  });
}

const namesNobody =
  'The body has the same two members as for a 502: "error" and "upstream". Where a select waits for ctx.Done(), it knows that time is up but not for whom: take the error from the upstream’s own goroutine instead, which also ends with the context.';

function whyLate({ files }: CheckContext, silence: Silence): string {
  if (has(files, /ResponseHeaderTimeout/))
    return 'ResponseHeaderTimeout ends when the header is there; the body has no limit. The deadline of a context (context.WithTimeout) covers both.';
  return (
    silence.late ??
    'An http.Client waits for ever unless told otherwise. Give each request a context from context.WithTimeout: its deadline covers connecting, waiting and reading the body.'
  );
}

export const timeoutPlace = ({ files }: CheckContext) =>
  where(files, /WithTimeout|WithDeadline|\bTimeout:|ResponseHeaderTimeout/, /UPSTREAM_TIMEOUT/, asks);
