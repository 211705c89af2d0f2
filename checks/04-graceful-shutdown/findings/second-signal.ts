import { describe, type Exit, type Finding, finding, type Signal } from '#kit';
import { whereItEnded, whyItEnded } from './ending.ts';
import { type Seen, signalCall } from './seen.ts';

const expectedOf = (signal: Signal) =>
  `the first ${signal} begins the shutdown; a second one ends the program at once, not with 0`;

export const endedByTheFirst = (signal: Signal, exit: Exit, seen: Seen): Finding =>
  finding({
    summary: `The first ${signal} already ended the program, with a request in flight.`,
    expected: expectedOf(signal),
    actual: describe(exit),
    hint: whyItEnded(exit, seen),
    evidence: [seen.story, seen.log.evidence, whereItEnded(exit, seen)],
  });

/** No `exit`: nothing happened, and `waited` says for how long. */
type Second = { exit: Exit | undefined; signal: Signal; waited: string; inDrain: boolean };

export function secondIgnored({ exit, signal, waited, inDrain }: Second, { story, log, source }: Seen): Finding {
  const second = inDrain ? 'A second signal during the drain' : `A second ${signal}`;
  return finding({
    summary: exit
      ? `${second} ended the program with exit code 0, though a request was cut off.`
      : `${second} changed nothing: the program kept waiting.`,
    expected: inDrain
      ? `after SIGTERM a second signal, here ${signal}, ends the program at once, not with 0, also while it waits for DRAIN_DELAY (60s here)`
      : expectedOf(signal),
    actual: exit ? describe(exit) : waited,
    hint: inDrain
      ? 'Restore the default handling of signals as soon as the first has come, before you wait for DRAIN_DELAY: the function that signal.NotifyContext returns does it, as do signal.Stop and signal.Reset. With a channel of your own, wait for the second one in a goroutine that calls os.Exit(1).'
      : 'When the first signal has come, restore the default handling of signals: the function that signal.NotifyContext returns does it, as do signal.Stop and signal.Reset. Or wait for the second one yourself, and call os.Exit(1).',
    evidence: [
      story,
      log.evidence,
      source.find(...(inDrain ? [/time\.(Sleep|After|NewTimer)\(/, signalCall] : [signalCall])),
    ],
  });
}
