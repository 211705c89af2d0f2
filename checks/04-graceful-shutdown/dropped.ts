/** The finding for a request in flight that was not answered in full, and where to look for the cause. */
import { type CheckContext, describe, type Evidence, type Exit, type Files, fail, type Reply, type Signal } from '#kit';
import { baseContext, crashed, has, shutdownCall, where, whereItEnded, whyCancelled, whyItEnded } from './causes.ts';
import type { Service } from './service.ts';

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

export function dropped(lost: Dropped, { files }: CheckContext, { server, story }: Service): never {
  const { signal, reply, exit } = lost;
  const { hint, line } = whyDropped(lost, server, files);
  fail({
    summary: `A request that was in flight when ${signal} came was ${fate(reply)}.`,
    expected: 'status 200, in full: the handler had SHUTDOWN_TIMEOUT from the moment new connections were refused',
    actual: exit ? `${describe(reply)}; the program ended: ${describe(exit)}` : describe(reply),
    hint,
    evidence: [story.evidence, reply.evidence, server.log.evidence, line],
  });
}

function fate({ outcome, status }: Reply): string {
  if (outcome !== 'answered') return 'dropped';
  return status === 200 ? 'answered without its work being done' : `answered with ${status} instead of 200`;
}

type Cause = { hint: string; line: Evidence | undefined };

function whyDropped(lost: Dropped, server: Service['server'], files: Files): Cause {
  const { reply, exit, gaveUp } = lost;
  if (reply.outcome === 'answered') return whyAnsweredSo(lost, files);
  if (!gaveUp && has(files, writeLimit))
    return {
      hint: 'WriteTimeout counts from the request’s header on; once it is over, nothing can be written, however well the handler works on. A request in flight may take all of SHUTDOWN_TIMEOUT: leave WriteTimeout out, or make it longer.',
      line: where(files, writeLimit),
    };
  if (!exit)
    return {
      hint: 'The connection was closed under the handler. Shutdown leaves connections in use alone until their requests are done; Close does not.',
      line: whereItEnded(exit, server, files),
    };
  return whyGone(lost, exit, server, files);
}

const writeLimit = /\bWriteTimeout\b|SetWriteDeadline/;
const timeoutHandler = /http\.TimeoutHandler/;
const handlerLimit = /context\.With(Timeout|Deadline)\((r|req|request)\.|\bTimeout:\s/;

/** Something other than the end of the program ended the work. */
function whyAnsweredSo({ reply, env }: Dropped, files: Files): Cause {
  if (has(files, baseContext)) return { hint: whyCancelled(files), line: where(files, baseContext) };
  if (reply.status === 503 && has(files, timeoutHandler))
    return {
      hint: `http.TimeoutHandler answers 503 when its own time is over. A request in flight may take all of SHUTDOWN_TIMEOUT (${env.SHUTDOWN_TIMEOUT} here), so a limit inside the service must be longer.`,
      line: where(files, timeoutHandler),
    };
  return {
    hint: `The server answered, so it was the handler that gave up. Is there a time limit inside the service that is shorter than SHUTDOWN_TIMEOUT (${env.SHUTDOWN_TIMEOUT} here), or does the handler use a context that the signal ends?`,
    line: where(files, handlerLimit, /[sS]low\(/),
  };
}

/** A program that goes on for so long did wait for something. */
const waitedMs = 2_000;
const inMs = (setting: string) => Number.parseInt(setting, 10) * (setting.endsWith('ms') ? 1 : 1_000);

function whyGone(lost: Dropped, exit: Exit, server: Service['server'], files: Files): Cause {
  const { env, gaveUp, refusedMs, endedMs } = lost;
  const usual = { hint: whyItEnded(exit, server, files), line: whereItEnded(exit, server, files) };
  if (exit.code === null || crashed(server)) return usual;
  if (gaveUp && endedMs - refusedMs > waitedMs)
    return {
      hint: `It stopped listening, waited ${((endedMs - refusedMs) / 1000).toFixed(0)} seconds, and ended with the request in flight. Shutdown waits for as long as the requests need, until its context ends: let that be SHUTDOWN_TIMEOUT (${env.SHUTDOWN_TIMEOUT} here), not a time of your own.`,
      line: where(files, /\((.*, )?\d+ ?\* ?time\.\w+\)/, shutdownCall, /time\.Sleep/),
    };
  const drainIsLonger = inMs(env.DRAIN_DELAY) > inMs(env.SHUTDOWN_TIMEOUT);
  // Before that time a limit that began at the signal had not run out either.
  if (drainIsLonger && endedMs > inMs(env.SHUTDOWN_TIMEOUT) && has(files, shutdownCall))
    return {
      hint: 'Here DRAIN_DELAY was longer than SHUTDOWN_TIMEOUT. The time limit for Shutdown begins when the drain ends, not at the signal: make its context right before the call.',
      line: where(files, /context\.With(Timeout|Deadline)\((?!r\.|req\.)/, shutdownCall),
    };
  return usual;
}
