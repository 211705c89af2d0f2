/** A call that does not end: what its goroutine does, as the runtime tells it. */
import { type Evidence, type Finding, finding, type Goroutine, type Stuck } from '#kit';
import { atPlace, declaration, ownPlace, type Seen } from './seen.ts';

type Words = { does: string; hint: string };

/** By the goroutine's state; texts of runtime/runtime2.go (waitReasonStrings). */
const waits: [RegExp, Words][] = [
  [
    /^chan receive/,
    {
      does: 'waits to receive from a channel, and nothing is sent to it',
      hint: 'A receive waits until somebody sends, or closes the channel. Who sends to this one, and is that goroutine running?',
    },
  ],
  [
    /^chan send/,
    {
      does: 'waits to send to a channel, and nobody receives',
      hint: 'A send to a channel without room waits until another goroutine receives. Send in a goroutine of its own (go func() { … }()), or give the channel room: make(chan T, n).',
    },
  ],
  [
    /^select/,
    {
      does: 'waits in a select, and none of its cases can go on',
      hint: 'A select waits until one of its cases can go on: is the channel that should end the wait among them?',
    },
  ],
  [
    /^sync\.(RW)?Mutex|^semacquire/,
    {
      does: 'waits for a lock that nobody unlocks',
      hint: 'Go’s locks are not reentrant: a goroutine that locks twice waits for itself. Every Lock needs one Unlock behind it.',
    },
  ],
  [
    /^sync\.WaitGroup/,
    {
      does: 'waits for a WaitGroup that never gets to zero',
      hint: 'Wait returns when Done was called as often as Add has counted.',
    },
  ],
  [/^sleep/, { does: 'sleeps', hint: 'Nothing here needs time.Sleep: a channel tells when something has happened.' }],
];

const loops: Words = {
  does: 'is still computing',
  hint: 'Which loop has no end? for without a condition runs until a return or a break inside it.',
};

const wordsOf = (one: Goroutine | undefined): Words =>
  (one && waits.find(([state]) => state.test(one.state))?.[1]) ?? loops;

export function stuckFinding(call: string, { caller, goroutines, waitedMs }: Stuck, seen: Seen): Finding {
  const at = ownPlace(caller);
  const { does, hint } = wordsOf(caller);
  return finding({
    summary: `${call} does not return: it ${does}${atPlace(at)}.`,
    expected: 'it returns',
    actual: `no result after ${waitedMs / 1000} seconds`,
    hint,
    evidence: [seen.source.show(at, 'where it is') ?? declaration(seen), dumpOf(goroutines), seen.printed()],
  });
}

export const dumpOf = (goroutines: readonly Goroutine[]): Evidence | undefined =>
  goroutines.length === 0
    ? undefined
    : {
        kind: 'goroutines',
        title: 'Goroutines in your code',
        text: goroutines
          .slice(0, 4)
          .map(({ text }) => text)
          .join('\n\n'),
      };
