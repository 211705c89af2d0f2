/** A request in flight that was not answered in full. */
import { describe, type Exit, type Finding, finding, type Reply, type Signal } from '#kit';
import { answering } from '../../common/routes/answering.ts';
import { crashed, whereItEnded, whyItEnded } from './ending.ts';
import {
  baseContext,
  type Cause,
  inSeconds,
  madeTimeLimit,
  type Seen,
  shutdownCall,
  unread,
  whyCancelled,
} from './seen.ts';

export type Dropped = {
  signal: Signal;
  env: { DRAIN_DELAY: string; SHUTDOWN_TIMEOUT: string };
  reply: Reply;
  exit: Exit | undefined;
  /** The handler hung up on the gate before it was opened. */
  gaveUp: boolean;
  /** From the signal until new connections were refused, and until the end was seen; milliseconds. */
  refusedMs: number;
  endedMs: number;
};

export function dropped(lost: Dropped, seen: Seen): Finding {
  const { signal, reply, exit } = lost;
  const { hint, line } = whyDropped(lost, seen);
  return finding({
    summary: `A request that was in flight when ${signal} came was ${fate(reply)}.`,
    expected: 'status 200, in full: the handler has SHUTDOWN_TIMEOUT from the moment new connections are refused',
    actual: exit ? `${describe(reply)}; the program ended: ${describe(exit)}` : describe(reply),
    hint,
    evidence: [seen.story, reply.evidence, seen.log.evidence, line],
  });
}

function fate({ outcome, status }: Reply): string {
  if (outcome !== 'answered') return 'dropped';
  return status === 200 ? 'answered without its work being done' : `answered with ${status} instead of 200`;
}

const writeLimit = /\bWriteTimeout\b|SetWriteDeadline/;

function whyDropped(lost: Dropped, seen: Seen): Cause {
  const { reply, exit, gaveUp } = lost;
  if (reply.outcome === 'answered') return whyAnsweredSo(lost, seen);
  if (!gaveUp && seen.source.has(writeLimit))
    return {
      hint: 'WriteTimeout counts from the request’s header on. Once it is over nothing can be written, even if the handler is still working. A request in flight may take all of SHUTDOWN_TIMEOUT: leave WriteTimeout out, or make it longer.',
      line: seen.source.find(writeLimit),
    };
  if (!exit)
    return {
      hint: 'The connection was closed under the handler. Shutdown leaves connections in use alone until their requests are done; Close does not.',
      line: whereItEnded(exit, seen),
    };
  return whyGone(lost, exit, seen);
}

const timeoutHandler = /http\.TimeoutHandler/;
const handlerLimit = /context\.With(Timeout|Deadline)\((r|req|request)\.|\bTimeout:\s/;

/** Something other than the end of the program ended the work. */
function whyAnsweredSo({ reply, env }: Dropped, { source }: Seen): Cause {
  if (source.has(baseContext)) return { hint: whyCancelled(source), line: source.find(baseContext) };
  if (reply.status === 503 && source.has(timeoutHandler))
    return {
      hint: `http.TimeoutHandler answers 503 when its own time is over. A request in flight may take all of SHUTDOWN_TIMEOUT (${env.SHUTDOWN_TIMEOUT} here), so a limit inside the service must be longer.`,
      line: source.find(timeoutHandler),
    };
  return {
    hint: `The server answered, so it was the handler that gave up. Is there a time limit inside the service that is shorter than SHUTDOWN_TIMEOUT (${env.SHUTDOWN_TIMEOUT} here), or does the handler use a context that the signal ends?`,
    line: source.find(handlerLimit, /[sS]low\(/),
  };
}

/** A program that stays this long did wait for something. */
const waitedMs = 2_000;
const inMs = (setting: string) => Number.parseInt(setting, 10) * (setting.endsWith('ms') ? 1 : 1_000);

function whyGone(lost: Dropped, exit: Exit, seen: Seen): Cause {
  const { env, gaveUp, refusedMs, endedMs } = lost;
  const { source } = seen;
  const usual = { hint: whyItEnded(exit, seen), line: whereItEnded(exit, seen) };
  if (exit.code === null || crashed(seen)) return usual;
  if (gaveUp && endedMs - refusedMs > waitedMs)
    return {
      hint: `It stopped listening, waited ${inSeconds(endedMs - refusedMs, 0)}, and ended with the request in flight. Shutdown waits for as long as the requests need, until its context ends: let that be SHUTDOWN_TIMEOUT (${env.SHUTDOWN_TIMEOUT} here), not a time of your own.`,
      line: source.find(/\((.*, )?\d+ ?\* ?time\.\w+\)/, shutdownCall, /time\.Sleep/),
    };
  const drainIsLonger = inMs(env.DRAIN_DELAY) > inMs(env.SHUTDOWN_TIMEOUT);
  // Before that moment a limit that starts at the signal has not run out either.
  if (drainIsLonger && endedMs > inMs(env.SHUTDOWN_TIMEOUT) && source.has(shutdownCall))
    return {
      hint: 'Here DRAIN_DELAY was longer than SHUTDOWN_TIMEOUT. The time limit for Shutdown begins when the drain ends, not at the signal: create its context right before the call.',
      line: source.find(/context\.With(Timeout|Deadline)\((?!r\.|req\.)/, shutdownCall),
    };
  return usual;
}

export function neverHeld({ story, log, source }: Seen): Finding {
  const setting = unread('GATE_URL', source);
  return finding({
    summary: 'GET /slow did not ask the gate, so there was no request to hold.',
    expected: 'GET /slow asks GET $GATE_URL and answers when that does, as in the starter',
    hint: setting?.hint ?? 'Compare your /slow with the starter’s.',
    evidence: [story, log.evidence, setting?.code ?? answering({ method: 'GET', path: '/slow' }, source).find()],
  });
}

/** The program runs on, and nothing was answered. */
export const workCancelled = (signal: Signal, afterMs: number, { story, log, source }: Seen): Finding =>
  finding({
    summary: `${signal} cancelled the work of a request that was in flight, ${inSeconds(afterMs)} after it came.`,
    expected: 'the handler goes on, for at most SHUTDOWN_TIMEOUT from the end of DRAIN_DELAY, and answers 200',
    actual: 'its request to the gate was cancelled while the gate was still shut',
    hint: whyCancelled(source),
    evidence: [story, log.evidence, source.find(baseContext, madeTimeLimit, shutdownCall)],
  });
