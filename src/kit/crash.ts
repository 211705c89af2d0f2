/**
 * What Go prints when a program crashes, read as facts. Formats: runtime/panic.go and runtime/traceback.go; net/http
 * (server.go, conn.serve) logs the panic of a handler and goes on.
 */
import type { Location } from './verdict.ts';

export type Crash = {
  /** handler-panic: net/http recovered it; its connection is closed and the program goes on. */
  kind: 'panic' | 'fatal-error' | 'handler-panic';
  /** 'runtime error: index out of range [5] with length 3' */
  message: string;
  /** The learner's nearest frame. */
  at?: Location;
  /** Where the learner's code started the goroutine that panicked; unset for main and for a handler's own goroutine. */
  startedAt?: Location;
  /** http.TimeoutHandler panicked again with what the handler had: the frames that did it are not in the trace. */
  passedOn?: boolean;
  /** The beginning of the trace. */
  text: string;
};

const died = /^(panic|fatal error): (.*)/;
const inHandler = /http: panic serving \S+: (.*)/;
const goroutine = /^goroutine \d+ /;
/** Only the learner's files are named by relative paths: the log is shown that way. */
const ownFrame = /^\s+([^/\s<][^:\s]*\.go):(\d+)/;
const shownLines = 40;
const shownColumns = 400;

/** `lines`: what the program printed, with the learner's files named relative to the module. `ended`: the program is gone. */
export function crashIn(lines: readonly string[], ended: boolean): Crash | undefined {
  const all = lines.flatMap(unescaped);
  return (ended ? fatal(all) : undefined) ?? handlerPanic(all);
}

/** A structured log writes the trace as one line. */
const unescaped = (line: string): string[] =>
  inHandler.test(line) && line.includes('\\n') ? line.replaceAll('\\t', '\t').split('\\n') : [line];

/** The last one that a trace follows: a program may print such words itself. */
function fatal(lines: readonly string[]): Crash | undefined {
  const begin = lines.findLastIndex((line, index) => died.test(line) && hasTrace(lines, index));
  const [, words, message = ''] = died.exec(lines[begin]?.replace(/:$/, '') ?? '') ?? [];
  if (words === undefined) return undefined;
  return { kind: words === 'panic' ? 'panic' : 'fatal-error', message, ...traceOf(lines.slice(begin)) };
}

function handlerPanic(lines: readonly string[]): Crash | undefined {
  const begin = lines.findIndex((line) => inHandler.test(line));
  const message = inHandler.exec(lines[begin] ?? '')?.[1];
  return message === undefined ? undefined : { kind: 'handler-panic', message, ...traceOf(lines.slice(begin)) };
}

/** A stack overflow prints the runtime's own stack first. */
const hasTrace = (lines: readonly string[], begin: number) =>
  lines.slice(begin + 1, begin + 80).some((line) => goroutine.test(line));

function traceOf(lines: readonly string[]): Pick<Crash, 'at' | 'startedAt' | 'passedOn' | 'text'> {
  const start = lines.findIndex((line) => goroutine.test(line));
  const end = lines.findIndex((line, index) => index > start && line.trim() === '');
  const frames = start < 0 ? [] : lines.slice(start + 1, end < 0 ? undefined : end);
  const creator = frames.findIndex((line) => line.startsWith('created by '));
  const startedAt = creator < 0 ? undefined : placeIn(frames.slice(creator));
  const passedOn = isPassedOn(frames);
  const at = passedOn ? undefined : (placeIn(creator < 0 ? frames : frames.slice(0, creator)) ?? startedAt);
  const shown = lines.slice(0, Math.min(shownLines, end < 0 ? lines.length : end));
  return {
    at,
    startedAt,
    ...(passedOn ? { passedOn } : {}),
    text: shown.map((line) => line.slice(0, shownColumns)).join('\n'),
  };
}

function isPassedOn(frames: readonly string[]): boolean {
  const layer = frames.findIndex((line) => line.startsWith('net/http.(*timeoutHandler).ServeHTTP'));
  return layer >= 0 && !frames.slice(0, layer).some((line) => ownFrame.test(line));
}

function placeIn(frames: readonly string[]): Location | undefined {
  const [, file, line] = frames.map((frame) => ownFrame.exec(frame)).find((found) => found !== null) ?? [];
  return file === undefined ? undefined : { file, line: Number(line) };
}
