/** A drain that is not seen, or during which the service no longer serves. */
import {
  describeExit,
  describeReply,
  type Exit,
  type Finding,
  finding,
  handlerOf,
  inText,
  type Reply,
  type Source,
} from '#kit';
import { whereItEnded, whyItEnded } from './ending.ts';
import { baseContext, type Cause, inSeconds, type Seen, shutdownCall, signalCall, whyCancelled } from './seen.ts';

/** Of the scene that these findings speak of. */
export const drainDelay = '60s';

export const neverReady = (reply: Reply | undefined, { log, source }: Seen): Finding =>
  finding({
    summary: 'The service was never ready, so it cannot turn unready.',
    expected: 'GET /readyz → 200 before the signal (DB_ADDR is unset)',
    actual: describeReply(reply),
    hint: 'Write the readiness probe first.',
    evidence: [reply?.evidence, log.evidence, source.show(handlerOf(source, '/readyz'))],
  });

/** `what` completes 'The service …'. */
export const stillReady = (reply: Reply, what: string, { story, log, source }: Seen): Finding =>
  finding({
    summary: `The service ${what}.`,
    expected: `GET /readyz → 503 from the signal on (DRAIN_DELAY=${drainDelay}, so it is still draining)`,
    actual: describeReply(reply),
    hint: 'Keep a flag that the shutdown sets before anything else, and that the readiness probe looks at first. sync/atomic has atomic.Bool, which is safe for many goroutines.',
    evidence: [
      story,
      reply.evidence,
      log.evidence,
      source.find(/\.Store\(true\)|[dD]raining = true/) ?? source.show(handlerOf(source, '/readyz')),
    ],
  });

/** `exit`: how the program has ended, if it has. */
export const notSeenUnready = (reply: Reply | undefined, exit: Exit | undefined, seen: Seen): Finding =>
  finding({
    summary: 'The service stopped listening before anyone could read on /readyz that it is unready.',
    expected: 'GET /readyz → 200 …, then 503 …, and refused only after DRAIN_DELAY',
    actual: exit ? `${describeReply(reply)}; the program had ended: ${describeExit(exit)}` : describeReply(reply),
    hint: exit
      ? whyItEnded(exit, seen)
      : 'Load balancers learn from /readyz that they must look elsewhere, and that takes time. First turn unready, then keep serving for DRAIN_DELAY, then call Shutdown.',
    evidence: [seen.story, seen.log.evidence, whereItEnded(exit, seen)],
  });

type Asked = { request: string; reply: Reply; want: number };

export function notAsBefore({ request, reply, want }: Asked, { story, log, source }: Seen): Finding | undefined {
  if (reply.status === want && reply.outcome === 'answered') return undefined;
  return finding({
    summary: `During the drain ${request} was not served as before.`,
    expected: `${request} → ${want} for all of DRAIN_DELAY=${drainDelay}; only /readyz changes`,
    actual: describeReply(reply),
    hint: drainHint(request, reply),
    evidence: [story, reply.evidence, log.evidence, source.find(inText(/readyz/), shutdownCall, signalCall)],
  });
}

function drainHint(request: string, reply: Reply): string {
  if (reply.outcome !== 'answered')
    return 'Turning unready and closing the listener are two steps with DRAIN_DELAY between them: requests from clients that do not know yet must still be served.';
  return request === 'GET /healthz'
    ? 'Liveness asks "should this be restarted?". A service that is draining is well: only /readyz says no.'
    : 'The drain is for those who have not heard the news yet: their requests deserve a real answer, not an error.';
}

/** GET /slow never asked the gate: refused, an error, or a 200 whose handler found its context ended and wrote nothing. */
export function workNotDone(reply: Reply, { story, log, source }: Seen): Finding {
  const cancelled = reply.status === 200;
  return finding({
    summary: cancelled
      ? 'During the drain GET /slow was answered without its work being done: it never asked the gate.'
      : 'During the drain GET /slow was not served as before.',
    expected: `GET /slow asks $GATE_URL and answers 200, for all of DRAIN_DELAY=${drainDelay}; only /readyz changes`,
    actual: describeReply(reply),
    hint: cancelled ? whyCancelled(source) : drainHint('GET /slow', reply),
    evidence: [story, reply.evidence, log.evidence, source.find(baseContext, /[dD]raining/, shutdownCall)],
  });
}

/** `exit`, or the `reply` of GET /healthz: what shows that it stopped. Milliseconds since the signal. */
type Stopped = { lookedMs: number; stoppedMs: number } & ({ exit: Exit; reply?: undefined } | { reply: Reply });

export function stoppedServing({ lookedMs, stoppedMs, ...stopped }: Stopped, { story, log, source }: Seen): Finding {
  const { hint, line } = whyTooSoon(source);
  return finding({
    summary: `The service stopped serving ${inSeconds(stoppedMs)} after the signal, though DRAIN_DELAY was ${drainDelay}.`,
    expected: `it serves as before for ${drainDelay}; we looked after ${inSeconds(lookedMs)}`,
    actual: stopped.reply ? describeReply(stopped.reply) : `it ended: ${describeExit(stopped.exit)}`,
    hint,
    evidence: [story, stopped.reply?.evidence, log.evidence, line],
  });
}

const wait = /time\.(Sleep|After|AfterFunc|NewTimer)\(/;
const waitForSetting = /time\.(Sleep|After|AfterFunc|NewTimer)\(.*([dD]rain|[dD]elay)/;
const number = /strconv\.(Atoi|Parse(Int|Uint|Float))|fmt\.Sscan/;
const delayAsNumber = inText(new RegExp(`(${number.source}).*DRAIN_DELAY`));
/** DRAIN_DELAY and a parser of numbers in one line, or no parser of durations anywhere. */
const readAsNumber = (source: Source) =>
  source.has(delayAsNumber) || (source.has(number) && !source.has(/ParseDuration|DurationVar|flag\.Duration/));

function whyTooSoon(source: Source): Cause {
  if (readAsNumber(source))
    return {
      hint: `Is DRAIN_DELAY read as a Go duration? time.ParseDuration understands ${drainDelay} and 100ms. Neither can be read as a number, and so another delay took its place.`,
      line: source.find(delayAsNumber, number),
    };
  if (source.has(waitForSetting))
    return {
      hint: 'Wait for all of DRAIN_DELAY, whatever happens. That nothing is in flight is no reason to end the drain: the next request may be on its way. SHUTDOWN_TIMEOUT begins only after it.',
      line: source.find(waitForSetting),
    };
  return {
    hint: 'Wait for the setting, with time.Sleep(cfg.drainDelay) or a timer, not for a time of your own, and also when nothing is in flight: the next request may be on its way. SHUTDOWN_TIMEOUT begins only after it.',
    line: source.find(wait, shutdownCall),
  };
}
