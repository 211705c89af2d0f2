import { describeExit, type Exit, type Finding, finding, type Signal } from '#kit';
import { whereItEnded, whyItEnded } from './ending.ts';
import { inSeconds, type Seen, shutdownCall, signalCall } from './seen.ts';

type End = { signal: Signal; exit: Exit | undefined; endMs: number };

/** Still there, or ended with something other than 0. */
export function notClean({ signal, exit, endMs }: End, seen: Seen): Finding {
  return finding({
    summary: summaryOf({ signal, exit, endMs }),
    expected: `after ${signal}, the drain and the last request: exit code 0`,
    actual: describeExit(exit),
    hint: exit ? whyItEnded(exit, seen) : whyItStays(seen),
    evidence: [seen.story, seen.log.evidence, whereItEnded(exit, seen)],
  });
}

function summaryOf({ signal, exit, endMs }: End): string {
  if (!exit)
    return `${inSeconds(endMs, 0)} after its last request the program was still there, with nothing left to do.`;
  return exit.signal
    ? `The program was ended by ${exit.signal} itself, instead of ending on its own with exit code 0.`
    : `After ${signal} the program ended with exit code ${exit.code}, though nothing was wrong.`;
}

function whyItStays({ source }: Seen): string {
  if (!source.has(signalCall))
    return 'Something swallows the signal. signal.NotifyContext tells you when it arrives; then main has to return.';
  return source.has(shutdownCall)
    ? 'Follow main from the signal on: what does it wait for? With no request in flight Shutdown returns at once. A sleep of SHUTDOWN_TIMEOUT does not, nor does a wait for a goroutine that is never told to end.'
    : 'The signal is caught now, so it no longer ends the program: that is up to main. Serve in a goroutine, let main wait for the signal with <-ctx.Done(), then call Shutdown, and return.';
}
