/** What a leaked goroutine waits for, and why that never comes, in words. States: runtime/runtime2.go, waitReasonStrings. */
import type { Goroutine, Location } from '#kit';

/** `already`: code that the hint asks for; where it is there, `otherwise` says what may be wrong with it. */
export type Waiting = { forWhat: string; why: string; hint: string; already?: RegExp; otherwise?: string };

/** Library frames say more than the state: an HTTP request waits in a select of net/http, which is not the learner's. */
const inLibrary: [RegExp, Waiting][] = [
  [
    /^net\/http\.\(\*(body|bodyEOFSignal|cancelTimerBody)\)\.Read/,
    {
      forWhat: 'to read the rest of an HTTP response',
      why: 'the other side sends no more, and neither a cancelled context nor a time-out ends the read',
      hint: 'Make the request with http.NewRequestWithContext and a context that ends: its deadline covers the body too.',
    },
  ],
  [
    /^net\/http\.\(\*(Client|Transport|persistConn)\)\./,
    {
      forWhat: 'for the answer to an HTTP request',
      why: 'the answer never comes, and neither a cancelled context nor a time-out ends the wait',
      hint: 'Make the request with http.NewRequestWithContext and a context that ends: r.Context() when the client leaves, context.WithTimeout when the time is up.',
      already: /NewRequestWithContext\(/,
      otherwise:
        'The request has a context, but that one never ends: it must derive from r.Context(), not from context.Background(), with context.WithTimeout for the time limit.',
    },
  ],
  [
    /^sync\.\(\*WaitGroup\)\.(Wait|Go)/,
    {
      forWhat: 'for a WaitGroup',
      why: 'a goroutine that was counted never calls Done',
      hint: 'Begin every counted goroutine with defer wg.Done(), so that no early return skips it.',
      already: /defer \w+(\.\w+)*\.Done\(\)/,
      otherwise:
        'Done is deferred, so either one of the counted goroutines never ends, or Add has counted more than were started: look at what each of them waits for.',
    },
  ],
  [
    /^sync\.\(\*(RW)?Mutex\)\./,
    {
      forWhat: 'for a lock',
      why: 'the goroutine that holds it never unlocks it',
      hint: 'Write defer mu.Unlock() right after mu.Lock(), and hold no lock while waiting for a channel or the network.',
    },
  ],
];

const byState: [RegExp, Waiting][] = [
  [
    /nil chan/,
    {
      forWhat: 'on a channel that is nil',
      why: 'a nil channel is never ready: it was declared, but never made',
      hint: 'Make it before its first use: make(chan T).',
    },
  ],
  [
    /^chan send/,
    {
      forWhat: 'to send on a channel',
      why: 'the receiver has already returned',
      hint: 'Give the channel room for everything that can be sent (make(chan T, n)), so that a send never waits; or send in a select that also has case <-ctx.Done().',
    },
  ],
  [
    /^chan receive/,
    {
      forWhat: 'to receive from a channel',
      why: 'nothing sends on it or closes it any more',
      hint: 'Let every path of the sender send or close, or receive in a select that also has case <-ctx.Done().',
    },
  ],
  [
    /^select/,
    {
      forWhat: 'in a select',
      why: 'none of its cases can become ready any more',
      hint: 'Give the select a case <-ctx.Done() with a context that is cancelled when the request is over.',
    },
  ],
  [
    /^sleep/,
    {
      forWhat: 'in time.Sleep',
      why: 'a sleep cannot be cancelled',
      hint: 'Wait in a select on a timer and ctx.Done() instead of sleeping.',
    },
  ],
  [
    /^IO wait/,
    {
      forWhat: 'for the network',
      why: 'nothing comes, and nothing ends the wait',
      hint: 'Give it a context or a deadline that ends.',
    },
  ],
];

export function waitingOf(one: Goroutine): Waiting {
  const library = inLibrary.find(([name]) => one.frames.some((frame) => name.test(frame.function)))?.[1];
  const state = byState.find(([words]) => words.test(one.state))?.[1];
  const running: Waiting = {
    forWhat: `(in the state "${one.state}")`,
    why: 'it keeps working although nothing needs the result any more',
    hint: 'Check ctx.Done() in long loops, and return when it is closed.',
  };
  return library ?? state ?? running;
}

/** The learner's line to look at: where it waits, else where it was created. */
export function ownPlace(one: Goroutine): Location | undefined {
  return one.frames.find((frame) => frame.own)?.at ?? (one.createdBy?.own ? one.createdBy.at : undefined);
}

export const isOwn = (one: Goroutine) => ownPlace(one) !== undefined;
