/** A request left no line of the contract in the log. */
import { type Finding, finding, type Source } from '#kit';
import type { MissingLine } from '../log/missing-line.ts';
import { keyLogged, linesMade, noLineMade } from './places.ts';
import type { SeenReply } from './seen.ts';

/** `why`: what is special about this request, for the hint. */
export type Sent = { method: string; path: string; why?: string };

export const missingLine = ({ reply, log, source }: SeenReply, sent: Sent, missing: MissingLine): Finding =>
  finding({
    summary: summaryOf(sent, missing),
    expected: `one line such as ${exampleLine(sent, reply.status)} on stdout or stderr`,
    actual: missing.cause === 'nothing-printed' ? 'no line names it' : missing.text,
    hint: hintOf(sent, missing, source),
    evidence: [log, reply.evidence, placeOf(missing, source)],
  });

function exampleLine({ method, path }: Sent, status: number): string {
  return `{"method":"${method}","path":${JSON.stringify(decodeURIComponent(path))},"status":${status},"duration_ms":0.4,"request_id":"…"}`;
}

function summaryOf({ method, path }: Sent, missing: MissingLine): string {
  switch (missing.cause) {
    case 'lacks-keys':
      return `The JSON line of ${method} ${path} lacks ${missing.keys.join(', ')}${missing.nested ? ' at its top level' : ''}.`;
    case 'several-lines':
      return `The JSON of ${method} ${path} is spread over several lines.`;
    case 'forgeable':
      return 'A path with a quote and a newline in it breaks the log line: anyone can forge lines in this log.';
    case 'plain-text':
      return `The log has ${method} ${path}, but not as a JSON line.`;
    case 'no-path':
      return `The log has a line with all five keys, but its path is ${JSON.stringify(missing.value)}.`;
    case 'nothing-printed':
      return `${method} ${path} left no line in the log.`;
  }
}

const debug = /\.Debug(Context)?\(|\bslog\.LevelDebug\b/;
/** Lines at a level that the handler of the starter leaves out. */
const belowLevel = (source: Source) =>
  source.has(debug) && !source.has(/HandlerOptions\{|\bLevelVar\b|SetLogLoggerLevel/);
const debugOnly =
  'A slog handler leaves out what is below its level, and that is Info unless HandlerOptions say otherwise. The line of a request is logged with Debug here: log it with Info.';

function placeOf(missing: MissingLine, source: Source) {
  if (missing.cause === 'no-path') return keyLogged('path')(source);
  if (missing.cause === 'lacks-keys' && missing.renamed[0]) return keyLogged(missing.renamed[0].name)(source);
  if (missing.cause === 'nothing-printed' && belowLevel(source)) return source.find(debug);
  return missing.cause === 'nothing-printed' ? noLineMade(source) : linesMade(source);
}

function hintOf({ why }: Sent, missing: MissingLine, source: Source): string {
  switch (missing.cause) {
    case 'lacks-keys':
      return whatLacks(missing);
    case 'several-lines':
      return 'Log collectors read line by line. json.Marshal, or an Encoder without SetIndent, writes one line.';
    case 'forgeable':
      return why ?? 'Write JSON with log/slog or json.Marshal: they escape quotes and newlines.';
    case 'plain-text':
      return missing.keyValue
        ? 'slog.NewTextHandler and slog’s default logger write key=value. slog.New(slog.NewJSONHandler(os.Stdout, nil)) writes JSON.'
        : 'Text is for people, but machines search the logs of twenty services. Use log/slog, slog.New(slog.NewJSONHandler(os.Stdout, nil)), and log the five keys instead of a sentence.';
    case 'no-path':
      return 'r.URL.Path has it. r.URL.RawPath is empty unless the path was sent in an unusual encoding.';
    case 'nothing-printed':
      return (
        why ??
        (belowLevel(source) ? debugOnly : undefined) ??
        'Wrap the routes in a layer that logs after next.ServeHTTP has returned. If you have one: does newHandler wrap the handler in it? Does a buffered writer still need Flush, or a line its newline?'
      );
  }
}

function whatLacks({ nested, renamed }: Extract<MissingLine, { cause: 'lacks-keys' }>): string {
  if (nested)
    return 'The keys are inside a group. A log collector searches for status, not for http.status: log them without slog.Group or WithGroup.';
  if (renamed.length > 0)
    return `The names must match: ${renamed.map(({ name, key }) => `${name} should be ${key}`).join(', ')}.`;
  return 'One line holds all five keys. A line that is written before next.ServeHTTP cannot know status and duration.';
}
