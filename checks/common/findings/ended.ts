/** The program crashed, or ended by itself. Whatever else a check saw is a consequence. */
import {
  describeExit,
  describeFault,
  describeReply,
  type Evidence,
  type Exit,
  type Finding,
  finding,
  type Location,
  type ProgramEnd,
  type Reply,
  type Source,
} from '#kit';
import { crashMeaning } from '../messages/crash.ts';

export function endedFinding(fault: ProgramEnd, source: Source): Finding {
  // Two goroutines that meet in one map crash the program, and the report of the race names them both.
  if (fault.during?.evidence.some(({ kind }) => kind === 'race')) return fault.during;
  const facts = describeFault(fault);
  const { hint, code } = fault.kind === 'crashed' ? whyCrashed(fault, source) : whyEnded(fault.exit, source);
  return finding({ ...facts, hint, evidence: [...code, ...facts.evidence] });
}

type Why = { hint: string; code: (Evidence | undefined)[] };

/** In a goroutine that the program started, nobody recovers a panic but the goroutine itself. */
export function whyCrashed({ crash }: Extract<ProgramEnd, { kind: 'crashed' }>, source: Source): Why {
  const { kind, message, at, startedAt, passedOn } = crash;
  const alone = kind === 'panic' && startedAt !== undefined;
  const hint = [
    crashMeaning(message) ?? (at ? firstFrame : !passedOn && noFrame),
    passedOn && frameless,
    alone && unrecovered,
  ];
  return {
    hint: hint.filter(Boolean).join(' '),
    code: [
      source.show(at, 'where it crashed') ?? (passedOn ? onlyConversion(message, source) : undefined),
      differs(at, startedAt) ? source.show(startedAt, 'where its goroutine was started') : undefined,
    ],
  };
}

/** Where the trace has lost the line: the one type assertion that has no second result. */
const onlyConversion = (message: string, source: Source): Evidence | undefined =>
  /^interface conversion/.test(message)
    ? source.certain.find(/^(?!.*,\s*\w+\s*:?=).*\.\((?!type\))[\w.*]+\)/)
    : undefined;

const firstFrame = 'Look at that line: it is the first of yours in the trace.';
const frameless =
  'http.TimeoutHandler ran the handler in a goroutine of its own and passed its panic on, so the line that panicked is not in the trace. Look for it in the handler and in the layers inside the time limit, a deferred function with recover() included.';
const noFrame = 'The trace, below the word goroutine in what it printed, leads to the place.';

const differs = (a: Location | undefined, b: Location | undefined) => a?.file !== b?.file || a?.line !== b?.line;

const unrecovered =
  'net/http recovers a panic only in the handler’s own goroutine; in a goroutine that you start, it ends the whole program. Return the error as a result instead.';

/** `before`: what `path` was answered with until the program was sent SIGURG; unset: nothing was sent. */
type Unasked = { path: string; reply: Reply; before?: number; exit?: Exit; log: Evidence };

/** A program that ends, or begins to, while nobody has told it to. */
export function endsUnasked({ path, reply, before, exit, log }: Unasked, source: Source): Finding {
  const { hint, code } = whyEnded(exit, source);
  const asked =
    before === undefined ? `GET ${path}` : `GET ${path} → ${before}; then SIGURG, which Go sends itself; GET ${path}`;
  return finding({
    summary: exit ? `The program ended by itself: ${describeExit(exit)}.` : 'The program began to end by itself.',
    expected: 'it keeps running and serves requests until SIGTERM or SIGINT',
    actual: `${asked}: ${describeReply(reply)}${exit ? `; the program ended: ${describeExit(exit)}` : ''}`,
    hint,
    evidence: [log, ...(code.length > 0 ? code : [source.find(/signal\.Notify/)])],
  });
}

const notMeant =
  'SIGURG is how Go’s runtime interrupts goroutines that run for long, so it comes at any time. Name the signals that you mean: signal.Notify(c, os.Interrupt, syscall.SIGTERM).';

/** Reads what somebody types, which nobody does where a service runs. */
const readsInput = /fmt\.(Scan|Scanln|Scanf|Fscan\w*)\(|os\.Stdin/;
const takesEverySignal = /signal\.Notify(Context)?\(\s*[\w.]+(\(\))?\s*\)/;

/** Why a program that was running ends, with no trace of a crash. */
export function whyEnded(exit: Exit | undefined, source: Source): Why {
  const every = source.find(takesEverySignal);
  if (every) return { hint: allSignals, code: [every] };
  if (!exit) return { hint: notMeant, code: [] };
  const input = source.find(readsInput);
  if (exit.code === 0 && input) return { hint: noInput, code: [input] };
  if (exit.code === 0)
    return { hint: mainReturned, code: [source.find(/go .*ListenAndServe/, /ListenAndServe/, /func main\(/)] };
  if (exit.signal) return { hint: 'It did not end on its own: what it printed last may say why.', code: [] };
  return { hint: fatalCall, code: [source.show(theOnlyExit(source))] };
}

const allSignals =
  'signal.Notify or NotifyContext without a list of signals takes every signal, also SIGURG, which Go’s runtime sends to the program itself all the time. Name the ones you mean, behind the first argument: os.Interrupt, syscall.SIGTERM.';
const noInput =
  'main waits for somebody to type something. A service has no terminal: its input is empty, so the call returns at once, and the program ends when main returns. Call ListenAndServe in main itself, last.';
export const mainReturned =
  'The program ends when main returns. ListenAndServe blocks, so call it in main itself, last, and look at the error it returns.';
const fatalCall =
  'log.Fatal and os.Exit end the whole program, and every other request with it. In a handler, answer with an error status and return.';

/** Behind ListenAndServe an exit belongs to a server that could not listen. Of several others any may have been the one. */
function theOnlyExit(source: Source): Location | undefined {
  const serves = source.all(/ListenAndServe|\.Serve\(/);
  const others = source
    .all(/log\.Fatal|os\.Exit\(/)
    .filter((at) => !serves.some(({ file, line }) => file === at.file && at.line >= line && at.line <= line + 4));
  return others.length === 1 ? others[0] : undefined;
}
