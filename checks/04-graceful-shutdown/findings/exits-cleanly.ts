import { describeExit, type Exit, type Finding, finding, type Signal } from '#kit';
import { multiplied } from '../../common/code/multiplied.ts';
import { whereItEnded, whyItEnded } from './ending.ts';
import { type Cause, inSeconds, type Seen, shutdownCall, signalCall, waitForSetting } from './seen.ts';

/** `listens`: new connections were never refused, though the drain should have been over long before. */
type End = { signal: Signal; exit: Exit | undefined; endMs: number; listens?: boolean };

/** Still there, or ended with something other than 0. */
export function notClean({ signal, exit, endMs, listens = false }: End, seen: Seen): Finding {
  const { hint, line } = exit
    ? { hint: whyItEnded(exit, seen), line: whereItEnded(exit, seen) }
    : whyItStays(listens, seen);
  return finding({
    summary: summaryOf({ signal, exit, endMs }),
    expected: `after ${signal}, the drain and the last request: exit code 0`,
    actual: listens && !exit ? `${describeExit(exit)}, and still accepted new connections` : describeExit(exit),
    hint,
    evidence: [seen.story, seen.log.evidence, line],
  });
}

function summaryOf({ signal, exit, endMs }: End): string {
  if (!exit)
    return `${inSeconds(endMs, 0)} after its last request the program was still there, with nothing left to do.`;
  return exit.signal
    ? `The program was ended by ${exit.signal} itself, instead of ending on its own with exit code 0.`
    : `After ${signal} the program ended with exit code ${exit.code}, though nothing was wrong.`;
}

function whyItStays(listens: boolean, seen: Seen): Cause {
  const { source } = seen;
  const usual = whereItEnded(undefined, seen);
  if (!source.has(signalCall)) return { hint: swallowed, line: usual };
  if (!source.has(shutdownCall)) return { hint: caught, line: usual };
  const drain = listens ? endlessDrain(seen) : undefined;
  return drain ?? { hint: waitsForSomething, line: usual };
}

/** Shutdown, which closes the listener, was never reached: the wait before it has no end. */
function endlessDrain({ source }: Seen): Cause | undefined {
  const slip = multiplied(source, /drain|delay/i);
  if (slip) return { hint: slip.hint, line: slip.code };
  const line = source.find(waitForSetting);
  return (
    line && {
      hint: 'It never stopped listening, so Shutdown was not called: what stands before that call does not end. DRAIN_DELAY was 100ms here. Is the wait for exactly that long?',
      line,
    }
  );
}

const swallowed =
  'Something swallows the signal. signal.NotifyContext tells you when it arrives; then main has to return.';
const caught =
  'The signal is caught now, so it no longer ends the program: that is up to main. Serve in a goroutine, let main wait for the signal with <-ctx.Done(), then call Shutdown, and return.';
const waitsForSomething =
  'Follow main from the signal on: what does it wait for? With no request in flight Shutdown returns at once. A sleep of SHUTDOWN_TIMEOUT does not, nor does a wait for a goroutine that is never told to end.';
