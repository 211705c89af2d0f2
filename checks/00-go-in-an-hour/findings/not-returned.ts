/** A call that gave no result: it panicked, ended the program, or did not end. */
import { type CallOutcome, describeExit, type Ended, type Evidence, type Finding, finding, size } from '#kit';
import { crashMeaning } from '../../common/messages/crash.ts';
import { atPlace, declaration, type Seen } from './seen.ts';
import { stuckFinding } from './stuck.ts';

export type NoResult = Exclude<CallOutcome, { kind: 'returned' }>;

/** `call`: 'Transfer(&ada, &bob, 200)'. */
export function notReturned(call: string, outcome: NoResult, seen: Seen): Finding {
  switch (outcome.kind) {
    case 'panicked':
      return finding({
        summary: `${call} panicked${atPlace(outcome.at)}: ${outcome.message}.`,
        expected: 'it returns',
        hint: meaningOf(outcome.message),
        evidence: [
          seen.source.show(outcome.at, 'where it panicked') ?? declaration(seen),
          outcome.trace,
          seen.printed(),
        ],
      });
    case 'left':
      return finding({
        summary: `${call} ended its goroutine instead of returning.`,
        expected: 'it returns',
        hint: 'runtime.Goexit ends the goroutine that calls it; whoever waits for a result gets none. Use return.',
        evidence: [seen.source.find(/Goexit\(/) ?? declaration(seen), seen.printed()],
      });
    case 'too-large':
      return finding({
        summary: `${call} returned far more than it was given: ${size(outcome.bytes)}.`,
        expected: 'a result of a few words',
        hint: 'Does a loop append more often than it should?',
        evidence: [seen.source.find(/append\(/) ?? declaration(seen), seen.printed()],
      });
    case 'ended':
      return ended(call, outcome, seen);
    case 'stuck':
      return stuckFinding(call, outcome, seen);
  }
}

/** In words for somebody who has seen no HTTP yet. */
const firstWords: [RegExp, string][] = [
  [
    /nil pointer dereference/,
    'Something on that line is nil: a pointer, a func or an interface without a value. Go has no NullPointerException to catch; make sure that it is set, or compare it with nil first.',
  ],
  [
    /assignment to entry in nil map/,
    'var m map[string]int declares a map and makes none: it is nil. Reading from it gives zero values, writing panics. Make one: m := make(map[string]int).',
  ],
];

/** What the runtime itself says; another panic's words are the program's own. */
const ofRuntime =
  /^(runtime error|send on closed|close of|all goroutines|sync: |fatal error|concurrent map|interface conversion)/;

const meaningOf = (message: string): string =>
  firstWords.find(([words]) => words.test(message))?.[1] ??
  (ofRuntime.test(message) ? crashMeaning(message) : undefined) ??
  'A panic is for bugs; what a caller should expect is returned as an error. The line above is the nearest one of yours.';

function ended(call: string, { exit, crash }: Ended, seen: Seen): Finding {
  const expected = 'it returns, and the program lives on';
  if (exit.exceeded) return exceeded(call, exit, seen);
  if (!crash)
    return finding({
      summary: `${call} ended the whole program: ${describeExit(exit)}.`,
      expected,
      hint: 'os.Exit and log.Fatal end the program at once, deferred calls included. A function returns; only main decides to exit.',
      evidence: [seen.source.find(/os\.Exit\(|log\.(Fatal|Panic)\w*\(|syscall\./) ?? declaration(seen), seen.printed()],
    });
  const alone = crash.kind === 'panic' && crash.startedAt;
  return finding({
    summary: `${call} crashed the program${atPlace(crash.at)}: ${crash.message}.`,
    expected,
    actual: describeExit(exit),
    hint: alone ? `${meaningOf(crash.message)} ${unrecovered}` : (overflow(crash.message) ?? meaningOf(crash.message)),
    evidence: [
      seen.source.show(crash.at, 'where it crashed'),
      alone ? seen.source.show(crash.startedAt, 'where its goroutine was started') : undefined,
      traceOf(crash.text),
    ],
  });
}

const traceOf = (text: string): Evidence => ({ kind: 'log', title: 'What it printed when it crashed', text });

const unrecovered = 'A panic in a goroutine that nothing recovers there ends the whole program.';

const overflow = (message: string) =>
  /stack overflow/.test(message)
    ? 'A function calls itself without end, directly or by way of another one.'
    : undefined;

function exceeded(call: string, exit: Ended['exit'], seen: Seen): Finding {
  const output = exit.exceeded?.what === 'output';
  return finding({
    summary: output ? `${call} prints without end.` : `${call} uses more and more memory without end.`,
    expected: 'it returns',
    actual: describeExit(exit),
    hint: 'Which loop has no end? for without a condition runs until a return or a break inside it.',
    evidence: [seen.source.find('a loop', /\bfor\b/) ?? declaration(seen), output ? seen.printed() : undefined],
  });
}
