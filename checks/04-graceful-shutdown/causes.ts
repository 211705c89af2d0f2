/**
 * Why a program ended, or did not: for hints alone. The verdict is never taken from what a program prints or from its
 * source; but the likeliest cause is often plain to see there, and a hint that names it spares an evening.
 */
import type { Evidence, Exit, Files, Server } from '#kit';
import { goFiles, inCode, requestsEndAtSignal, shutdownContext } from './shutdown-context.ts';

/** The learner's lines that matter here, first of the patterns that is found. */
export function where(files: Files, ...patterns: RegExp[]): Evidence | undefined {
  for (const pattern of patterns) {
    const at = files.locate(inCode(pattern), goFiles);
    if (at) return files.excerpt(at);
  }
  return undefined;
}

export const has = (files: Files, pattern: RegExp) => files.locate(inCode(pattern), goFiles) !== undefined;

export const shutdownCall = /\.Shutdown\(/;
/** Not res.Body.Close() and the like. */
export const serverClose = /\b(srv|server|httpServer|httpSrv|s)\.Close\(\)/i;
export const baseContext = /BaseContext/;
export const signalCall = /signal\.Notify/;
export const listenerClose = /[lL]istener\.Close|\b(ln|l|lis)\.Close/;

/** For a request whose context was over before its time. */
export const whyCancelled = (files: Files): string =>
  has(files, baseContext)
    ? 'BaseContext makes a context the parent of every request’s. When it is the one that the signal ends, every request ends with it: give it context.Background(), or leave it out.'
    : 'The request’s context was cancelled, or its connection closed, too early. A time limit made at the signal is already used up by the drain: make it right before Shutdown, from context.Background().';

/** What a program says last before it ends is most often why. A batch or the gate not reached is another story. */
function saidLast({ log }: Server): string {
  const text = log.lines.at(-1)?.text ?? '';
  return /\b(Get|Post) \\?"/.test(text) ? '' : text;
}

const said = (server: Server, words: RegExp) => server.log.lines.some((line) => words.test(line.text));

export const crashed = (server: Server) => said(server, /^panic:|^fatal error:/);

const serverClosed = /http: Server closed/;

type Cause = { hint: string; line: Evidence | undefined };

/** The line to look at, for a program that ended too early or with the wrong code: the one that whyItEnded speaks of. */
export const whereItEnded = (exit: Exit | undefined, server: Server, files: Files): Evidence | undefined =>
  exit
    ? causeOf(exit, server, files).line
    : where(files, shutdownCall, serverClose, /time\.Sleep/, signalCall, /ListenAndServe/);

/** For a program that ended too early or with the wrong code. */
export const whyItEnded = (exit: Exit, server: Server, files: Files): string => causeOf(exit, server, files).hint;

function causeOf(exit: Exit, server: Server, files: Files): Cause {
  if (exit.signal)
    return {
      hint: `A signal that nothing in a program catches ends it on the spot, and so did ${exit.signal} here. signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM) catches both.`,
      line: where(files, signalCall, /ListenAndServe|\.Serve\(/),
    };
  if (crashed(server)) return { hint: 'It crashed: what it printed says where.', line: undefined };
  const known = exit.code === 0 ? undefined : byItsCode(exit, server, files);
  if (known) return known;
  if (exit.code === 0 && requestsEndAtSignal(files))
    return { hint: whyCancelled(files), line: where(files, baseContext) };
  if (!has(files, shutdownCall))
    return has(files, serverClose)
      ? {
          hint: 'http.Server.Shutdown waits for the requests in flight; Close and os.Exit wait for nobody.',
          line: where(files, serverClose),
        }
      : {
          hint: 'http.Server.Shutdown waits for the requests in flight; os.Exit and a main that returns do not.',
          line: where(files, listenerClose, signalCall, /ListenAndServe/),
        };
  const made = shutdownContext(files);
  if (exit.code === 0)
    return made?.ofSignal
      ? { hint: parentIsOver, line: files.excerpt(made.at) }
      : {
          hint: 'As soon as Shutdown begins, ListenAndServe returns http.ErrServerClosed. Main must wait until Shutdown itself has returned, or the program is over while Shutdown still waits.',
          line: where(files, shutdownCall),
        };
  return {
    hint: `Exit code ${exit.code} comes from os.Exit, or from log.Fatal, which calls it. Which call was reached, and how: with an error that is none, or before Shutdown had returned? What the program printed last may tell.`,
    line: where(files, new RegExp(`os\\.Exit\\(${exit.code}\\)`), /log\.Fatal/, /os\.Exit\(/),
  };
}

const parentIsOver =
  'Shutdown gives up at once when the parent of its context is over, and the signal ends the one that NotifyContext returns. Make the time limit from context.Background().';

/** For a code other than 0 that what was printed, or the call of os.Exit, explains. */
function byItsCode(exit: Exit, server: Server, files: Files): Cause | undefined {
  const last = saidLast(server);
  if (serverClosed.test(last)) return closedIsFatal(files);
  if (/context canceled|signal received/.test(last)) return cancelledIsFatal(files);
  if (/context deadline exceeded/.test(last))
    return {
      hint: 'A time limit ran out: “context deadline exceeded”. The one for Shutdown is SHUTDOWN_TIMEOUT, the setting, and begins when the drain ends: make its context right before the call.',
      line: where(files, /context\.With(Timeout|Deadline)/, shutdownCall),
    };
  // With an arrow it would be a connection, not the listener.
  if (/(accept|close) tcp [^\s>]+: use of closed network connection/.test(last))
    return {
      hint: 'Closing the listener is part of Shutdown. When you have closed it already, Shutdown or Serve returns “use of closed network connection”, and here that became the exit code. Leave it to Shutdown.',
      line: where(files, listenerClose, shutdownCall),
    };
  if (exit.code !== 1 && has(files, exitsWithMore))
    return {
      hint: `os.Exit ended it with ${exit.code}, and os.Exit waits for nobody. Whichever signal came: let Shutdown return first, then end with exit code 0.`,
      line: where(files, exitsWithMore),
    };
  return said(server, serverClosed) ? closedIsFatal(files) : undefined;
}

const exitsWithMore = /os\.Exit\((?![01]\))/;

const closedIsFatal = (files: Files): Cause => ({
  hint: 'ListenAndServe returns http.ErrServerClosed as soon as Shutdown begins. That is no error, so leave it out with errors.Is(err, http.ErrServerClosed): log.Fatal, or an exit code made of it, says that the shutdown went wrong.',
  line: where(files, /ListenAndServe|\.Serve\(/),
});

function cancelledIsFatal(files: Files): Cause {
  const made = shutdownContext(files);
  if (made && !made.parentLasts) return { hint: parentIsOver, line: files.excerpt(made.at) };
  return {
    hint: 'Contexts end with the shutdown: at the signal, or by a deferred stop or cancel. “context canceled” is then no failure: don’t return it from main or from a worker, and don’t let it end the program.',
    line: where(files, /context\.Cause\(/, /(return|Join\().*(?<!Context\(\))\.Err\(\)/, signalCall),
  };
}
