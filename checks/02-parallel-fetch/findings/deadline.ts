/** Findings about the 504 that an upstream calls for which takes too long, and about time-outs of the wrong length. */
import {
  describe,
  duration,
  type Finding,
  finding,
  holdsSeveral,
  isJsonType,
  late,
  type Reply,
  replyProblem,
} from '#kit';
import { forgottenReturn } from '../../common/code/forgotten-return.ts';
import { neverRead } from '../../common/code/settings.ts';
import { answerEvidence, codeOf, describeAnswer, lookAt, type Seen } from '../seen.ts';
import type { Name } from '../upstreams/names.ts';
import type { Silence } from '../upstreams/silences.ts';
import { asks, timeLimit, timeoutVariable } from './code.ts';
import { errorIn, writtenTwice, wrongErrorType } from './error-answer.ts';
import { noUpstreamAsked, settings } from './not-asked.ts';
import { silenceWords, whatIsSlow } from './words.ts';

/** `name` is slow in this way; `setting`: what $UPSTREAM_TIMEOUT was; `slackMs`: how much longer we waited. */
export type Slow = { name: Name; silence: Silence; setting: string; slackMs: number };

const happened = ({ name, silence }: Slow) => `The upstream ${name} ${whatIsSlow(silence)}`;
/** A setting that the program never sees explains a time of its own. */
const unread = ({ source }: Seen) => neverRead('UPSTREAM_TIMEOUT', source, settings);
const look = (seen: Seen) => lookAt(seen, timeLimit, timeoutVariable, asks);
/** Where a time-out is told from other failures. */
const told = (seen: Seen) =>
  lookAt(
    seen,
    /[!=]= *context\.DeadlineExceeded/,
    /DeadlineExceeded|\.Timeout\(\)|IsTimeout/,
    /StatusGatewayTimeout|\b504\b/,
    timeLimit,
    asks,
  );
const byEquals =
  'The error of client.Do is not context.DeadlineExceeded itself, it wraps it, so == is never true. Ask errors.Is(err, context.DeadlineExceeded), which looks inside.';
const wanted = ({ name, setting }: Slow) => `status 504 with {"error":"…","upstream":"${name}"} (${setting})`;

/** What is wrong with the answer for a slow upstream, its time aside; undefined where nothing is. */
export function wrongGatewayTimeout(seen: Seen, slow: Slow): Finding | undefined {
  const { reply } = seen;
  if (reply === late) return stillWaiting(seen, slow);
  if (!replyProblem(reply, { status: 504 })) return wrongBody(seen, slow, reply);
  return noUpstreamAsked(seen) ?? no504(seen, slow);
}

const stillWaiting = (seen: Seen, slow: Slow): Finding =>
  finding({
    summary: `${happened(slow)}, and the program still waits for it ${duration(slow.slackMs)} after $UPSTREAM_TIMEOUT.`,
    expected: wanted(slow),
    actual: 'no answer',
    hint: seen.source.has(/ResponseHeaderTimeout/)
      ? 'ResponseHeaderTimeout ends when the header is there; the body has no limit. The deadline of a context (context.WithTimeout) covers both.'
      : (silenceWords[slow.silence].tooLate ??
        'An http.Client waits forever unless told otherwise. Give each request a context from context.WithTimeout: its deadline covers connecting, waiting and reading the body.'),
    evidence: [seen.timeline, look(seen)],
  });

const no504 = (seen: Seen, slow: Slow): Finding =>
  finding({
    summary: `${happened(slow)}, and the dashboard was not answered with 504.`,
    expected: wanted(slow),
    actual: describeAnswer(seen),
    hint:
      (codeOf(seen).source.has(/[!=]= *context\.DeadlineExceeded/) ? byEquals : undefined) ??
      silenceWords[slow.silence].not504 ??
      'errors.Is(err, context.DeadlineExceeded) tells a time-out from every other failure, however often it was wrapped with %w; with http.Client.Timeout check whether the error is a net.Error whose Timeout() is true.',
    evidence: [answerEvidence(seen), seen.timeline, told(seen)],
  });

function wrongBody(seen: Seen, slow: Slow, reply: Reply): Finding | undefined {
  const { error, upstream } = errorIn(reply);
  if (error !== undefined && upstream === slow.name) return isJsonType(reply) ? undefined : wrongErrorType(seen, reply);
  const twice = holdsSeveral(reply.body);
  const fault = upstream === slow.name ? 'it has no text "error"' : `it does not name ${slow.name}`;
  return finding({
    summary: `${happened(slow)}; the answer is a 504, but ${twice ? 'its body holds two JSON values' : fault}.`,
    expected: wanted(slow),
    actual: describe(reply),
    hint: twice
      ? writtenTwice
      : 'The body has the same two members as for a 502: "error" and "upstream". A select that waits for ctx.Done() knows that time is up but not for whom: take the error from the upstream’s own goroutine instead, which also ends with the context.',
    evidence: [
      reply.evidence,
      seen.timeline,
      (twice ? forgottenReturn(codeOf(seen).source, 504) : undefined) ?? look(seen),
    ],
  });
}

/** The 504 comes, but each time long after the `ms` it was set to. */
export const comesLate = (seen: Seen, reply: Reply, slow: Slow, ms: number): Finding =>
  finding({
    summary: `${happened(slow)}, and the 504 comes long after $UPSTREAM_TIMEOUT.`,
    expected: `status 504 after ${duration(ms)} (${slow.setting})`,
    actual: `after ${duration(reply.ms)}, three times`,
    hint:
      unread(seen)?.hint ??
      'The time-out does not come from the environment alone: a number in the code, a lower limit (a minimum that it never goes below), or a setting that only one of the two requests uses.',
    evidence: [reply.evidence, seen.timeline, unread(seen)?.code ?? look(seen)],
  });

/** Both upstreams answered well within $UPSTREAM_TIMEOUT. */
export const gaveUpEarly = (seen: Seen, reply: Reply): Finding =>
  finding({
    summary:
      'An upstream answered later than the default, but well within $UPSTREAM_TIMEOUT, and the program had given up on it.',
    expected: 'with UPSTREAM_TIMEOUT=120s an answer after some 3 s is in time: status 200',
    actual: `${describe(reply)} after ${duration(reply.ms)}`,
    hint:
      unread(seen)?.hint ??
      'Some time-out does not come from the environment: a number in the code, or an http.Client or http.Server with a Timeout of its own. time.ParseDuration reads 2s, 500ms and 2m.',
    evidence: [reply.evidence, seen.timeline, unread(seen)?.code ?? look(seen)],
  });

export const notTheDefault = (seen: Seen, reply: Reply, than: 'earlier' | 'later'): Finding =>
  finding({
    summary: `Without $UPSTREAM_TIMEOUT the program gives up ${than} than after the default of 2s.`,
    expected: 'status 504 after 2 seconds',
    actual: `after ${duration(reply.ms)}${than === 'later' ? ', three times' : ''}`,
    hint: 'The contract says 2s where the variable is not set.',
    evidence: [reply.evidence, seen.timeline, lookAt(seen, timeoutVariable, asks)],
  });
