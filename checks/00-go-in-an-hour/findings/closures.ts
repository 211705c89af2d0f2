import { type Evidence, type Finding, finding, type Source } from '#kit';
import { steps } from '../steps.ts';
import { declaration, list, type Seen } from './seen.ts';

/** `events`: Lock, work and Unlock as they came, and 'returned' after Guard and after each call of its function. `nothing`: Guard returned nil. */
export type Guarded = { nothing?: boolean; events: string[]; numbers: number[]; other: number };

/** `caught`: what the caller recovers. */
export type Panicked = { nothing?: boolean; events: string[]; caught?: string };

const info = steps.closures;
const right = 'Lock, work, Unlock';

type Words = Pick<Finding, 'summary' | 'expected' | 'actual' | 'hint'> & { at?: RegExp[] };
type About = Pick<Seen, 'source' | 'printed'>;

export function guarded(times: number, got: Guarded, { source, printed }: About): Finding | undefined {
  const words = nothing(got) ?? early(got) ?? wrongCall(times, got, source) ?? miscounted(times, got, source);
  return words && built(words, got.events, { source, printed });
}

export function panicked(reason: string, got: Panicked, { source, printed }: About): Finding | undefined {
  const words = nothing(got) ?? stillLocked(got, source) ?? swallowed(reason, got);
  return words && built(words, got.events, { source, printed });
}

function built(
  { at = [], ...words }: Words,
  events: readonly string[] | undefined,
  { source, printed }: About,
): Finding {
  const happened: Evidence | undefined = events && {
    kind: 'events',
    title: 'What happened, in order',
    text: events.join('\n'),
  };
  return finding({ ...words, evidence: [source.find(...at) ?? declaration({ info, source }), happened, printed()] });
}

const nothing = ({ nothing: isNil }: { nothing?: boolean }): Words | undefined =>
  isNil
    ? {
        summary: 'Guard returned nil instead of a function.',
        expected: 'a func() int',
        hint: 'A function is a value: return func() int { … }.',
      }
    : undefined;

/** Before Guard has returned there is nobody who called its function. */
function early({ events }: Guarded): Words | undefined {
  const before = events.slice(0, events.indexOf('returned'));
  if (before.length === 0) return undefined;
  return {
    summary: `Guard itself called ${before.join(', ')}: its function had not been called yet.`,
    expected: 'nothing happens before the function that Guard returns is called',
    actual: before.join(', '),
    hint: 'What is between func() int { and its } runs when that function is called; what stands before it runs in Guard.',
  };
}

function wrongCall(times: number, { events }: Guarded, source: Source): Words | undefined {
  const calls = events
    .join(' ')
    .split('returned')
    .slice(1, times + 1)
    .map((text) => text.trim().split(' ').filter(Boolean).join(', '));
  const wrong = calls.find((call) => call !== right);
  if (wrong === undefined) return undefined;
  return {
    summary: `One call of the function did ${wrong === '' ? 'nothing' : wrong}.`,
    expected: right,
    actual: wrong || 'nothing',
    ...whyWrong(wrong.split(', '), source),
  };
}

const count = (events: readonly string[], what: string) => events.filter((one) => one === what).length;

function whyWrong(events: readonly string[], source: Source): { hint: string; at?: RegExp[] } {
  const [locks, works, unlocks] = ['Lock', 'work', 'Unlock'].map((what) => count(events, what));
  if (works === 0) return { hint: 'Call work inside the function: work().', at: [/return func\(/] };
  if (works !== 1) return { hint: 'Call work once.', at: [/\bwork\(\)/] };
  if (locks === 0) return { hint: 'lock.Lock() comes first, before work.', at: [/\.Unlock\(/, /return func\(/] };
  if (locks !== 1)
    return {
      hint: source.has(/defer .*\.Lock\(\)/)
        ? 'The deferred call locks once more: it is Unlock that belongs behind defer.'
        : 'Lock once; a second Lock would wait for the first one’s Unlock.',
      at: [/defer .*\.Lock\(/, /\.Lock\(/],
    };
  if (unlocks === 0)
    return { hint: 'Nothing unlocks: defer lock.Unlock(), right behind lock.Lock().', at: [/\.Lock\(/] };
  if (unlocks !== 1) return { hint: 'One Unlock is enough: the deferred one.', at: [/\.Unlock\(/] };
  return {
    hint: 'Lock comes before work, Unlock behind it. A deferred call runs when the function that defers it ends, so defer stands right behind Lock.',
    at: [/\.Unlock\(/],
  };
}

function miscounted(times: number, { numbers, other }: Guarded, source: Source): Words | undefined {
  const wanted = Array.from({ length: times }, (_, index) => index + 1);
  const said = { expected: list(wanted), actual: list(numbers) };
  const counter = [/\b\w+\+\+|\+= 1/, /:= 0|var \w+ int/];
  if (list(numbers) !== list(wanted))
    return {
      summary: `${times} calls of the function returned ${list(numbers)}.`,
      ...said,
      hint: whyNumbers(numbers, source),
      at: counter,
    };
  if (other === 1) return undefined;
  return {
    summary: `A second Guard’s function counts on from the first: its first call returned ${other}.`,
    expected: '1',
    actual: String(other),
    hint: 'A variable outside of Guard is one for the whole package. Declared inside Guard, each call of Guard makes a new one, and only its own closure has it.',
    at: [/^var /, ...counter],
  };
}

function whyNumbers(numbers: readonly number[], source: Source): string {
  const [first] = numbers;
  if (numbers.every((number) => number === 0))
    return 'The variable outside of the function is its own as long as it lives: calls++ inside counts.';
  if (numbers.every((number) => number === first))
    return 'A variable declared inside the function is new in each call. The one that counts stands outside of it, in Guard.';
  if (first === 0)
    return source.has(/defer func/)
      ? 'return has taken the value before deferred calls run: count before the return.'
      : 'This call is included: count before you return.';
  return 'Add one in each call, no more.';
}

function stillLocked({ events }: Panicked, source: Source): Words | undefined {
  if (events.join(', ') === right) return undefined;
  if (count(events, 'Unlock') > 0)
    return {
      summary: `The call whose work panics did ${events.join(', ')}.`,
      expected: right,
      actual: events.join(', '),
      ...whyWrong(events, source),
    };
  return {
    summary: 'After work has panicked, the lock is still locked.',
    expected: right,
    actual: events.join(', '),
    hint: 'A panic leaves the function at once, and what stands behind work() is not reached. Deferred calls run all the same, like finally in Java: defer lock.Unlock(), right behind lock.Lock().',
    at: [/\.Unlock\(/],
  };
}

function swallowed(reason: string, { caught }: Panicked): Words | undefined {
  if (caught === reason) return undefined;
  return {
    summary:
      caught === undefined
        ? 'The panic of work did not reach the caller.'
        : `The caller gets another panic than the one of work: ${caught}.`,
    expected: `panic: ${reason}`,
    actual: caught === undefined ? 'the call returned' : `panic: ${caught}`,
    hint: 'recover() in a deferred function ends a panic, as a catch does. Here it is to go on: defer lock.Unlock() alone does that.',
    at: [/recover\(/, /panic\(/],
  };
}
