/**
 * Why a program ended, or did not: for hints alone. The verdict is never taken from what a program prints or from its
 * source; but the likeliest cause is often plain to see there, and a hint that names it spares an evening.
 */
import type { Evidence, Exit, Files, Server } from '#kit';

const goFiles = /(?<!_test)\.go$/;

/** Not in a comment that has the line to itself. */
const inCode = (pattern: RegExp) => new RegExp(`^(?!\\s*//).*(?:${pattern.source})`, pattern.flags);

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

/** For a request whose context was over before its time. */
export const whyCancelled = (files: Files): string =>
  has(files, baseContext)
    ? 'BaseContext makes a context the parent of every request’s. When it is the one that the signal ends, every request ends with it: give it context.Background(), or leave it out.'
    : 'The request’s context was cancelled, or its connection closed, too early. A time limit made at the signal is already used up by the drain: make it right before Shutdown, from context.Background().';

const closedIsFatal = (exit: Exit, server: Server) =>
  exit.code !== 0 && server.log.lines.some((line) => /http: Server closed/.test(line.text));

/** The line to look at, for a program that ended too early or with the wrong code. */
export function whereItEnded(exit: Exit | undefined, server: Server, files: Files): Evidence | undefined {
  if (exit?.signal) return where(files, signalCall, /ListenAndServe|\.Serve\(/);
  if (exit && closedIsFatal(exit, server)) return where(files, /ListenAndServe|\.Serve\(/);
  return where(files, shutdownCall, serverClose, /time\.Sleep/, signalCall, /ListenAndServe/);
}

/** For a program that ended too early or with the wrong code. */
export function whyItEnded(exit: Exit, server: Server, files: Files): string {
  const printed = (words: RegExp) => server.log.lines.some((line) => words.test(line.text));
  if (exit.signal)
    return `A signal that nothing in a program catches ends it on the spot, and so did ${exit.signal} here. signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM) catches both.`;
  if (printed(/^panic:|^fatal error:/)) return 'It crashed: what it printed says where.';
  if (closedIsFatal(exit, server))
    return 'ListenAndServe returns http.ErrServerClosed as soon as Shutdown begins. That is no error, so leave it out with errors.Is(err, http.ErrServerClosed): log.Fatal, or an exit code made of it, says that the shutdown went wrong.';
  if (!has(files, shutdownCall) && has(files, serverClose))
    return 'http.Server.Shutdown waits for the requests in flight; Close and os.Exit wait for nobody.';
  if (has(files, shutdownCall))
    return 'As soon as Shutdown begins, ListenAndServe returns http.ErrServerClosed. Main must wait until Shutdown itself has returned, or the program is over while Shutdown still waits.';
  return 'http.Server.Shutdown waits for the requests in flight; os.Exit and a main that returns do not.';
}
