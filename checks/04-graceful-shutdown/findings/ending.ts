/**
 * Why a program ended, or did not: for hints alone. A verdict never comes from what a program prints or from its source,
 * but the likeliest cause is often plain to see there, and a hint that names it saves an evening.
 */
import type { Evidence, Exit, Source } from '#kit';
import {
  baseContext,
  type Cause,
  listenerClose,
  madeTimeLimit,
  type Seen,
  serverClose,
  shutdownCall,
  signalCall,
  whyCancelled,
} from './seen.ts';
import { requestsEndAtSignal, shutdownContext } from './shutdown-context.ts';

/** For a program that ended too early or with the wrong code. */
export const whyItEnded = (exit: Exit, seen: Seen): string => causeOf(exit, seen).hint;

/** The line to look at: the one that whyItEnded speaks of. */
export const whereItEnded = (exit: Exit | undefined, seen: Seen): Evidence | undefined =>
  exit
    ? causeOf(exit, seen).line
    : seen.source.find(shutdownCall, serverClose, /time\.Sleep/, signalCall, /ListenAndServe/);

const said = ({ log }: Seen, words: RegExp) => log.lines.some((line) => words.test(line.text));

export const crashed = (seen: Seen) => said(seen, /^panic:|^fatal error:/);

function causeOf(exit: Exit, seen: Seen): Cause {
  const { source } = seen;
  if (exit.signal) return killed(exit.signal, seen);
  if (crashed(seen)) return { hint: 'It crashed. What it printed says where.', line: undefined };
  if (exit.code !== 0) return byItsCode(exit, seen) ?? unexplained(exit, seen);
  if (requestsEndAtSignal(source)) return { hint: whyCancelled(source), line: source.find(baseContext) };
  return source.has(shutdownCall) ? (parentEnded(seen, 'ofSignal') ?? mainWentOn(seen)) : neverShutDown(seen);
}

const killed = (signal: string, { source }: Seen): Cause => ({
  hint: `A signal that the program does not catch ends it on the spot, and that is what ${signal} did here. signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM) catches both.`,
  line: source.find(signalCall, /ListenAndServe|\.Serve\(/),
});

const neverShutDown = ({ source }: Seen): Cause =>
  source.has(serverClose)
    ? {
        hint: 'http.Server.Shutdown waits for the requests in flight; Close and os.Exit wait for nothing.',
        line: source.find(serverClose),
      }
    : {
        hint: 'http.Server.Shutdown waits for the requests in flight; os.Exit and a main that returns do not.',
        line: source.find(listenerClose, signalCall, /ListenAndServe/),
      };

const mainWentOn = ({ source }: Seen): Cause => ({
  hint: 'ListenAndServe returns http.ErrServerClosed as soon as Shutdown begins. Main must wait until Shutdown itself has returned, or the program ends while Shutdown is still waiting.',
  line: servedByMain(source) ?? source.find(shutdownCall),
});

/** Where main serves, and goes on as soon as Shutdown has begun; undefined where it serves in a goroutine. */
function servedByMain(source: Source): Evidence | undefined {
  const at = source.certain.at(/\.ListenAndServe\(|\.Serve\(/);
  const lines = at ? (source.code(at.file)?.split('\n').slice(0, at.line) ?? []) : [];
  const [serves = '', ...above] = lines.reverse();
  const around = above.find((text) => text.trim() !== '' && indent(text) < indent(serves)) ?? '';
  return /\bgo\b/.test(serves) || /\bgo\b|func\(/.test(around) ? undefined : source.show(at);
}

const indent = (text: string) => text.length - text.trimStart().length;

function parentEnded({ source }: Seen, how: 'ofSignal' | 'notLasting'): Cause | undefined {
  const made = shutdownContext(source);
  if (!made || !(how === 'ofSignal' ? made.ofSignal : !made.parentLasts)) return undefined;
  return {
    hint: 'Shutdown gives up at once when the parent of its context has ended, and the signal ends the one that NotifyContext returns. Create the time limit from context.Background().',
    line: source.show(made.at),
  };
}

/** What a program prints last before it ends is most often why. A sink or a gate that it cannot reach is not. */
function saidLast({ log }: Seen): string {
  const text = log.lines.at(-1)?.text ?? '';
  return /\b(Get|Post) \\?"/.test(text) ? '' : text;
}

const serverClosed = /http: Server closed/;
const exitsWithMore = /os\.Exit\((?![01]\))/;

/** For a code other than 0 that the output, or the call of os.Exit, explains. */
function byItsCode(exit: Exit, seen: Seen): Cause | undefined {
  const { source } = seen;
  const last = saidLast(seen);
  if (serverClosed.test(last)) return closedIsFatal(seen);
  if (/context canceled|signal received/.test(last)) return parentEnded(seen, 'notLasting') ?? cancelledIsFatal(seen);
  if (/context deadline exceeded/.test(last)) return ranOut(seen);
  // With an arrow it would be a connection, not the listener.
  if (/(accept|close) tcp [^\s>]+: use of closed network connection/.test(last)) return closedTwice(seen);
  if (exit.code !== 1 && source.has(exitsWithMore))
    return {
      hint: `os.Exit ended the program with ${exit.code}, and os.Exit waits for nothing. Whichever signal came: let Shutdown return first, then end with exit code 0.`,
      line: source.find(exitsWithMore),
    };
  return said(seen, serverClosed) ? closedIsFatal(seen) : undefined;
}

const ranOut = ({ source }: Seen): Cause => ({
  hint: 'A time limit ran out: “context deadline exceeded”. The limit for Shutdown is the setting SHUTDOWN_TIMEOUT, counted from the end of the drain: create its context right before the call.',
  line: source.find(madeTimeLimit, shutdownCall),
});

const closedTwice = ({ source }: Seen): Cause => ({
  hint: 'Closing the listener is part of Shutdown. If you have closed it already, Shutdown or Serve returns “use of closed network connection”, and here that became the exit code. Leave it to Shutdown.',
  line: source.find(listenerClose, shutdownCall),
});

const closedIsFatal = ({ source }: Seen): Cause => ({
  hint: 'ListenAndServe returns http.ErrServerClosed as soon as Shutdown begins. That is not a failure: test for it with errors.Is(err, http.ErrServerClosed). log.Fatal, or an exit code made from it, reports a shutdown that went wrong.',
  line: source.find(/ListenAndServe|\.Serve\(/),
});

const cancelledIsFatal = ({ source }: Seen): Cause => ({
  hint: 'Contexts end with the shutdown: at the signal, or by a deferred stop or cancel. “context canceled” is then no failure: don’t return it from main or from a worker, and don’t let it end the program.',
  line: source.find(/context\.Cause\(/, /(return|Join\().*(?<!Context\(\))\.Err\(\)/, signalCall),
});

function unexplained(exit: Exit, seen: Seen): Cause {
  if (!seen.source.has(shutdownCall)) return neverShutDown(seen);
  return {
    hint: `Exit code ${exit.code} comes from os.Exit, or from log.Fatal, which calls it. Which call was reached, and why: because of an error that is not one, or before Shutdown had returned? The last line it printed may tell.`,
    line: seen.source.find(new RegExp(`os\\.Exit\\(${exit.code}\\)`), /log\.Fatal/, /os\.Exit\(/),
  };
}
