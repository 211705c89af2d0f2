/** A program that accepts connections and then answers none of them, as a finding. */
import { type Evidence, finding, type Goroutine, type Reply, type Source } from '#kit';
import { ownPlace, waitingOf } from '../waiting.ts';

export type Unanswered = {
  /** The requests, e.g. "GET /health": none was answered. */
  asked: readonly string[];
  waitedMs: number;
  reply: Reply;
  log: Evidence;
  /** Goroutines of handlers in the learner's code while a request waited; empty where none was found. */
  handlers: readonly Goroutine[];
  source: Source;
};

export const answersNothing = ({ asked, waitedMs, reply, log, handlers, source }: Unanswered) => {
  const [stuck] = handlers;
  const waiting = stuck && waitingOf(stuck);
  const at = stuck && ownPlace(stuck);
  const place = at ? ` at ${at.file}:${at.line}` : '';
  const doing = waiting && !/^\(/.test(waiting.forWhat) ? `waits ${waiting.forWhat}` : 'never comes to its end';
  return finding({
    summary: stuck
      ? `The program listens, but answers no request: its handler ${doing}${place}.`
      : 'The program listens, but answers no request.',
    expected: `an answer to ${asked.at(-1)}, whatever it says`,
    actual: `no complete answer to ${asked.join(' and ')} within ${waitedMs / 1000} seconds`,
    hint: [
      'Every request hangs, so this lies before the handlers of the single routes, or is shared by all of them.',
      waiting?.hint ?? 'Look for a lock that is never unlocked, a channel that nobody sends on, a loop without an end.',
    ].join(' '),
    evidence: [
      source.show(at, 'where it waits'),
      reply.evidence,
      ...(stuck ? [{ kind: 'goroutines' as const, title: 'the goroutine of the handler', text: stuck.text, at }] : []),
      log,
    ],
  });
};
