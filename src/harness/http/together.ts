/** Many requests at once, released by a barrier. */
import {
  aborted,
  deadline,
  type Freezable,
  type HttpRequest,
  late,
  type Reply,
  type TogetherOptions,
  within,
} from '../../kit/index.ts';
import { type Exchange, exchange } from './exchange.ts';

/**
 * A correct program may read one body after the other (one lock around the whole handler), or have a short read time-out:
 * the bodies are sent once no further handler has begun to read for this long, and after `mostMs` in any case.
 */
const standstillMs = 1_500;
const mostMs = 10_000;
/** A body that does not fit into the system's buffers is never all sent while the server stands still. */
const frozenAtMostMs = 1_000;

/** The barrier: no request leaves before every connection is open (or has failed to), see Http.together. */
export async function together(
  requests: readonly HttpRequest[],
  via: Pick<Exchange, 'agent' | 'signal' | 'onError'>,
  { hungAfterMs, frozen }: TogetherOptions = {},
): Promise<Reply[]> {
  const ready = countdown(requests.length);
  const sent = countdown(requests.length);
  const released = signalled();
  const hung = new AbortController();
  const replies = requests.map((request, index) =>
    exchange(request, {
      ...via,
      go: released.promise,
      giveUp: hung.signal,
      onReady: () => ready.done(index),
      onSent: () => sent.done(index),
    }),
  );
  await standstill(ready);
  if (frozen) await sendFrozen(frozen, released.signal, sent.promise);
  else released.signal();
  if (hungAfterMs !== undefined) void giveUpWhenHung(replies, hungAfterMs, hung);
  return Promise.all(replies);
}

/** Until all are ready, or no further one has become so for a while. */
async function standstill(ready: Countdown): Promise<void> {
  const most = deadline(mostMs);
  for (let before = Number.POSITIVE_INFINITY; ready.left > 0 && ready.left < before && !most.signal.aborted; ) {
    before = ready.left;
    if ((await within(standstillMs, Promise.race([ready.promise, aborted(most.signal)]))) !== late) break;
  }
  most.stop();
}

type Signalled = { promise: Promise<void>; signal(): void };

function signalled(): Signalled {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, signal: () => resolve() };
}

type Countdown = { readonly left: number; promise: Promise<void>; done(index: number): void };

/** Resolves once each of `count` has been done; doing one again does not count. */
function countdown(count: number): Countdown {
  const left = new Set(Array.from({ length: count }, (_, index) => index));
  const { promise, signal } = signalled();
  if (count === 0) signal();
  return {
    get left() {
      return left.size;
    },
    promise,
    done(index) {
      left.delete(index);
      if (left.size === 0) signal();
    },
  };
}

/** Whatever happens, it goes on. */
async function sendFrozen(server: Freezable, start: () => void, sent: Promise<void>): Promise<void> {
  server.freeze();
  try {
    start();
    await within(frozenAtMostMs, sent);
  } finally {
    server.thaw();
  }
}

/** A program that has answered none of a crowd for so long will answer none of those that are left. */
async function giveUpWhenHung(replies: readonly Promise<Reply>[], ms: number, hung: AbortController): Promise<void> {
  const left = new Map(replies.map((reply, index) => [index, reply.then(() => index)]));
  while (left.size > 0) {
    const answered = await within(ms, Promise.race(left.values()));
    if (answered === late) return hung.abort();
    left.delete(answered);
  }
}
