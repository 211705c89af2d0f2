/** Many requests at once, released by a barrier. */
import {
  aborted,
  deadline,
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

/** The barrier: no request leaves before every connection is open (or has failed to), see Http.together. */
export async function together(
  requests: readonly HttpRequest[],
  via: Pick<Exchange, 'agent' | 'signal'>,
  { hungAfterMs }: TogetherOptions = {},
): Promise<Reply[]> {
  let start = () => {};
  const go = new Promise<void>((resolve) => {
    start = resolve;
  });
  const waiting = new Set(requests.keys());
  const ready = (index: number) => {
    waiting.delete(index);
    if (waiting.size === 0) start();
  };
  const hung = new AbortController();
  const replies = requests.map((request, index) =>
    exchange(request, { ...via, go, giveUp: hung.signal, onReady: () => ready(index) }),
  );
  const most = deadline(mostMs);
  void aborted(most.signal).then(start);
  for (let before = Number.POSITIVE_INFINITY; waiting.size > 0 && waiting.size < before; ) {
    before = waiting.size;
    if ((await within(standstillMs, go)) !== late) break;
  }
  most.stop();
  start();
  if (hungAfterMs !== undefined) void giveUpWhenHung(replies, hungAfterMs, hung);
  return Promise.all(replies);
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
