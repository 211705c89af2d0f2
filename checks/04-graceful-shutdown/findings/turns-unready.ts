/** A drain that is not seen, or during which the service no longer serves. */
import {
  describeExit,
  describeReply,
  type Exit,
  type Finding,
  finding,
  functionsIn,
  holds,
  inText,
  type Location,
  type Reply,
  type Source,
} from '#kit';
import { answering } from '../../common/routes/answering.ts';
import { whereItEnded, whyItEnded } from './ending.ts';
import { type Cause, drainDelay, inSeconds, type Seen, shutdownCall, unread, waitForSetting } from './seen.ts';

export const neverReady = (reply: Reply | undefined, { log, source }: Seen): Finding =>
  finding({
    summary: 'The service was never ready, so it cannot turn unready.',
    expected: 'GET /readyz → 200 before the signal (DB_ADDR is unset)',
    actual: describeReply(reply),
    hint: 'Write the readiness probe first.',
    evidence: [reply?.evidence, log.evidence, readiness(source).find()],
  });

/** `what` completes 'The service …'. */
export function stillReady(reply: Reply, what: string, { story, log, source }: Seen): Finding {
  const late = source.show(waitsFirst(source), 'the wait that comes first');
  return finding({
    summary: `The service ${what}.`,
    expected: `GET /readyz → 503 from the signal on (DRAIN_DELAY=${drainDelay}, so it is still draining)`,
    actual: describeReply(reply),
    hint: late ? setTooLate : noFlag,
    evidence: [story, reply.evidence, log.evidence, late ?? readiness(source).find(/[dD]rain|\.Load\(\)|[sS]hutting/)],
  });
}

const noFlag =
  'Keep a flag that the shutdown sets before anything else, and that the readiness probe looks at first. sync/atomic has atomic.Bool, which is safe for many goroutines.';
const setTooLate =
  'Here DRAIN_DELAY is waited for before readiness turns. Do it in the opposite order: turn unready first, so that load balancers learn of it, and then wait.';

const readiness = (source: Source) => answering({ method: 'GET', path: '/readyz' }, source);
const turns = /\.Store\(true\)|\b\w*[dD]rain\w*\(\)|[dD]raining\s*=\s*true|\.Store\(false\)|[rR]eady\s*=\s*false/;

/** A wait for the drain with what turns readiness behind it, in one function. */
function waitsFirst(source: Source): Location | undefined {
  const at = source.certain.at(waitForSetting);
  const by = at && functionsIn(source).find((one) => holds(one, at));
  if (!at || !by) return undefined;
  const before = source.within([{ ...by, to: at.line - 1 }]);
  const behind = source.within([{ ...by, from: at.line + 1 }]);
  return !before.has(turns) && behind.has(turns) ? at : undefined;
}

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
const number = /strconv\.(Atoi|Parse(Int|Uint|Float))|fmt\.Sscan/;
const delayAsNumber = inText(new RegExp(`(${number.source}).*DRAIN_DELAY`));
/** DRAIN_DELAY and a parser of numbers in one line, or no parser of durations anywhere. */
const readAsNumber = (source: Source) =>
  source.has(delayAsNumber) || (source.has(number) && !source.has(/ParseDuration|DurationVar|flag\.Duration/));

function whyTooSoon(source: Source): Cause {
  const setting = unread('DRAIN_DELAY', source);
  if (setting) return { hint: setting.hint, line: setting.code ?? source.certain.find(wait) };
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
