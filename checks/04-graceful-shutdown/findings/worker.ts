/** A worker that ends too soon, too late, or not at all. */
import { describe, type Evidence, type Exit, type Finding, finding } from '#kit';
import { flushes, inSeconds, runsWorker, type Seen, shutdownCall, unread } from './seen.ts';

export const neverEnds = (afterMs: number, { story, log, source }: Seen): Finding =>
  finding({
    summary: 'The program does not end: its worker, or something that waits for it, goes on.',
    expected: 'after the requests the worker delivers what is left, within DELIVERY_TIMEOUT, and the program exits',
    actual: `${inSeconds(afterMs, 0)} after connections were refused it was still running`,
    hint: 'The worker’s loop needs a way to be told: a context that you cancel, or a channel that you close. Then wait for it.',
    evidence: [story, log.evidence, source.find(runsWorker, /go func/)],
  });

/** `shutdown`: SHUTDOWN_TIMEOUT, `held`: what the sink needs; seconds. */
type Early = { exit: Exit; shutdown: number; held: number };

export const endedWhileHeld = (
  { exit, shutdown, held }: Early,
  sent: Evidence,
  { story, log, source }: Seen,
): Finding =>
  finding({
    summary: 'The program ended while the sink was still taking a batch, so that batch is lost.',
    expected: `the worker has DELIVERY_TIMEOUT of its own (60s here, 10 seconds where unset), whatever SHUTDOWN_TIMEOUT is (${shutdown}s here); the sink needed ${held}`,
    actual: describe(exit),
    hint: source.has(flushes)
      ? 'Two things can be wrong here: main does not wait until the worker has returned, or the last flush gets the context that Shutdown has used up. Create a new one: context.WithTimeout(context.Background(), cfg.deliveryTimeout).'
      : 'Stop the worker, wait until it has returned, and only then let main return.',
    evidence: [story, sent, log.evidence, source.find(/\.run\(|flush\(/, shutdownCall)],
  });

/** Milliseconds for which it waited, with a signal and without one. */
type CutOff = { afterMs: number; patientMs: number };

export const brokenOff = ({ afterMs, patientMs }: CutOff, sent: Evidence, { story, log, source }: Seen): Finding =>
  finding({
    summary: 'The program broke off a delivery when it was told to end, and then sent it again.',
    expected:
      'a delivery under way is finished, within DELIVERY_TIMEOUT: the sink has the batch already, and was about to answer 200',
    actual: `it hung up ${inSeconds(afterMs)} after the batch had come (without a signal it waited more than ${patientMs / 1000}); the same events came again`,
    hint: 'The sink may have them twice now. End the worker’s loop, not the delivery it is in the middle of: context.WithoutCancel(ctx), or a context of its own; then wait until the worker has returned, and flush what is left.',
    evidence: [
      story,
      sent,
      log.evidence,
      source.find(/[fF]lush\(ctx|[dD]eliver\(ctx/, /NewRequestWithContext/, runsWorker),
    ],
  });

/** A batch that a silent sink holds: the last one, or the one that was under way at the signal. */
export type Unanswered = 'last' | 'under way';

const batchName = { last: 'its last batch', 'under way': 'the batch that was under way at the signal' };

const limits = {
  last: 'Give the last flush a limit, context.WithTimeout(context.Background(), cfg.deliveryTimeout), pass that context on to the request, and stop trying when it has ended.',
  'under way':
    'The wait for the worker needs the limit too: select on its channel and on the Done of a context.WithTimeout(context.Background(), cfg.deliveryTimeout). A limit on each attempt (http.Client’s Timeout) is another matter.',
};

const client = /http\.Client\{|http\.Post\(|DefaultClient/;
const waitsForWorker = /<-\s*\w*[dD]one\b|\.Wait\(\)/;
const lines = { last: [flushes, client], 'under way': [waitsForWorker, client, flushes] };

/** DELIVERY_TIMEOUT, and how long after the signal it ended; milliseconds. */
type Outstayed = { unanswered: Unanswered; sent: Evidence; deliveryMs: number; waitedMs: number };

export const waitsWithoutEnd = ({ unanswered, sent, deliveryMs, waitedMs }: Outstayed, seen: Seen): Finding =>
  finding({
    summary: 'The sink does not answer, and the program waits for it without end.',
    expected: `the worker has DELIVERY_TIMEOUT=${deliveryMs / 1000}s to finish; then the program ends all the same`,
    actual: `the sink had ${batchName[unanswered]}; ${inSeconds(waitedMs, 0)} after the signal the program was still running`,
    hint: limits[unanswered],
    evidence: [seen.story, sent, seen.log.evidence, seen.source.find(...lines[unanswered])],
  });

/** The limit that it seems to have kept to: as many seconds as it took. */
const limitOf = (ms: number) => new RegExp(`\\b${Math.round(ms / 1000)} ?\\* ?time\\.Second`);

export const outstaysItsLimit = (
  { exit, unanswered, sent, deliveryMs, waitedMs }: Outstayed & { exit: Exit },
  { story, log, source }: Seen,
): Finding =>
  finding({
    summary: 'The sink does not answer, and the worker does not give up when DELIVERY_TIMEOUT is over.',
    expected: `the worker has DELIVERY_TIMEOUT=${deliveryMs / 1000}s from the end of the requests; then the program ends`,
    actual: `the sink had ${batchName[unanswered]}; the program ended ${inSeconds(waitedMs)} after the signal: ${describe(exit)}`,
    hint:
      unread('DELIVERY_TIMEOUT', source)?.hint ??
      `Its limit is $DELIVERY_TIMEOUT, the setting, not a time of your own. It covers everything that is left to do: the delivery under way, the wait for the worker, and the last batch. ${limits[unanswered]}`,
    evidence: [
      story,
      sent,
      log.evidence,
      unread('DELIVERY_TIMEOUT', source)?.code ??
        source.find(...(unanswered === 'last' ? [limitOf(waitedMs)] : []), ...lines[unanswered], limitOf(waitedMs)),
    ],
  });
