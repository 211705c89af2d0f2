import {
  describeExit,
  describeReply,
  type Exit,
  type Finding,
  finding,
  functionsIn,
  holds,
  type Location,
  type Reply,
  type Source,
  spanOf,
} from '#kit';
import { whereItEnded, whyItEnded } from './ending.ts';
import { inSeconds, type Seen, shutdownCall, unread } from './seen.ts';
import { shutdownContext } from './shutdown-context.ts';

/** SHUTDOWN_TIMEOUT, and how long after the signal the program ended or was given up; milliseconds. */
type Waited = { exit: Exit | undefined; waitedMs: number; timeoutMs: number };

const boundless = /Shutdown\(context\.(Background|TODO)\(\)\)/;

export const tooLate = ({ exit, waitedMs, timeoutMs }: Waited, { story, log, source }: Seen): Finding =>
  finding({
    summary: 'One request that never ends keeps the program from ending.',
    expected: `it exits, not with 0, when SHUTDOWN_TIMEOUT=${timeoutMs / 1000}s is over (DRAIN_DELAY was 100ms)`,
    actual: exit
      ? `${describeExit(exit)} after ${inSeconds(waitedMs)}`
      : `${inSeconds(waitedMs)} after SIGTERM it was still running`,
    hint: source.has(boundless)
      ? 'context.Background() never ends, so Shutdown waits forever. Give it context.WithTimeout(context.Background(), cfg.shutdownTimeout).'
      : (unread('SHUTDOWN_TIMEOUT', source)?.hint ??
        'The context you pass to Shutdown must end after $SHUTDOWN_TIMEOUT, the setting, not after a time of your own; and main must return when Shutdown has.'),
    evidence: [story, log.evidence, whereLimited(source)],
  });

/** The setting, where it has another name; else the context of Shutdown itself, not any other that has a limit. */
const whereLimited = (source: Source) =>
  source.find(boundless) ??
  unread('SHUTDOWN_TIMEOUT', source)?.code ??
  source.show(shutdownContext(source)?.at) ??
  source.find(shutdownCall);

export const tooEarly = ({ exit, waitedMs, timeoutMs }: Waited & { exit: Exit }, seen: Seen): Finding =>
  finding({
    summary: `The program gave the request in flight ${Math.round(waitedMs)} ms, not SHUTDOWN_TIMEOUT.`,
    expected: `it waits for DRAIN_DELAY=100ms and SHUTDOWN_TIMEOUT=${timeoutMs / 1000}s before it gives up`,
    actual: `${describeExit(exit)} after ${Math.round(waitedMs)} ms`,
    hint: whyItEnded(exit, seen),
    evidence: [seen.story, seen.log.evidence, whereItEnded(exit, seen)],
  });

export const calledClean = (exit: Exit, reply: Reply | undefined, { story, log, source }: Seen): Finding =>
  finding({
    summary: 'The program cut off a request, and ended with exit code 0 as if all were well.',
    expected: 'an exit code other than 0 when the requests’ time runs out',
    actual: `${describeExit(exit)}; the client of GET /slow: ${describeReply(reply)}`,
    hint: 'Shutdown returns an error when its context ends before the requests do. Let it decide the exit code: return it from run, and let main call os.Exit(1).',
    evidence: [
      story,
      log.evidence,
      source.show(dropsError(source) ?? swallowsError(source)) ?? source.find(shutdownCall),
    ],
  });

/**
 * Where the error of Shutdown is known and the code that goes on to main's end has no exit: main's own `if err := run()`,
 * whose body does not end the program. undefined where Shutdown is called in main itself.
 */
function dropsError(source: Source): Location | undefined {
  const main = functionsIn(source).find(({ name }) => name === 'main');
  if (!main || source.within([main]).has(shutdownCall)) return undefined;
  const inMain = source.within([main]);
  return inMain.has(/os\.Exit\(|log\.Fatal|panic\(/)
    ? undefined
    : inMain.at(/err\w*\s*!=\s*nil|:?=\s*\w*[rR]un\w*\(|\w*[rR]un\w*\(/);
}

/** Where the function that calls Shutdown hands its error on, and its caller does nothing with it but print it. */
function swallowsError(source: Source): Location | undefined {
  const at = source.certain.at(shutdownCall);
  const by = at && functionsIn(source).find((one) => holds(one, at));
  if (!by || !/\)\s*\(?.*\berror\)? \{$/.test(source.line({ file: by.file, line: by.from }))) return undefined;
  const called = new RegExp(`(?<!func .*)\\b${by.name}\\(`);
  return source.all(called).find((caller) => {
    const call = source.line(caller).trim();
    if (call.startsWith(`${by.name}(`) || /^_ = /.test(call)) return true;
    const { file, from, to } = spanOf(source, caller);
    return /^if .*!= nil \{$/.test(call) && !source.within([{ file, from: from + 1, to }]).has(passesOn);
  });
}

const passesOn = /\breturn\b|os\.Exit\(|log\.(Fatal|Panic)|panic\(|[^:=!<>]=[^=]|<-/;
