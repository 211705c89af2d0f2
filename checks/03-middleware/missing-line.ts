/** Why no line of the contract was found: what was printed instead says most. */
import type { CheckContext, Finding, Reply, Server } from '#kit';
import { pointAt } from './answers.ts';
import { type JsonObject, printedObject, samePath } from './lines.ts';

const keys = ['method', 'path', 'status', 'duration_ms', 'request_id'];

type Missing = { method: string; path: string; reply: Reply; why?: string | undefined };
type Words = { summary: string; actual: string; hint: string };

export function explainMissing({ files }: CheckContext, server: Server, missing: Missing): Finding {
  const printed = server.log.lines.map(({ text }) => text);
  const words =
    wrongKeys(printed, missing) ?? spread(printed, missing) ?? otherText(printed, missing) ?? nothing(missing);
  return {
    expected: `one line such as {"method":"${missing.method}","path":"${JSON.stringify(decodeURIComponent(missing.path)).slice(1, -1)}","status":${missing.reply.status},"duration_ms":0.4,"request_id":"…"} on stdout or stderr`,
    ...words,
    evidence: [
      server.log.evidence,
      missing.reply.evidence,
      pointAt(files, /slog\.New|log\.New|json\.(Marshal|NewEncoder)\b|log\.Printf|slog\.Info/, 'where lines are made'),
    ].filter((one) => one !== undefined),
  };
}

/** A JSON line mentions the path, but under other names or not at the top level. */
function wrongKeys(printed: string[], { method, path }: Missing): Words | undefined {
  const line = printed
    .map(printedObject)
    .filter((one) => one !== undefined)
    .findLast(({ object }) => mentions(object, path));
  if (!line) return undefined;
  const lacking = keys.filter((key) => !(key in line.object));
  if (lacking.length === 0) return undefined;
  const nested = lacking.filter((key) => deeper(line.object, key));
  const near = lacking.map((key) => [key, similar(line.object, key)] as const).filter(([, name]) => name);
  return {
    summary: `The JSON line of ${method} ${path} lacks ${lacking.join(', ')}${nested.length > 0 ? ' at its top level' : ''}.`,
    actual: line.text,
    hint:
      nested.length > 0
        ? 'The keys are inside a group. A log collector searches for status, not for http.status: log them without slog.Group or WithGroup.'
        : near.length > 0
          ? `Names count: ${near.map(([key, name]) => `${name} should be ${key}`).join(', ')}.`
          : 'One line holds all five keys. A line that is written before next.ServeHTTP cannot know status and duration.',
  };
}

const mentions = (value: unknown, path: string): boolean =>
  samePath(value, path) ||
  (typeof value === 'object' && value !== null && Object.values(value).some((inner) => mentions(inner, path)));

const deeper = (object: JsonObject, key: string): boolean =>
  Object.values(object).some(
    (value) => typeof value === 'object' && value !== null && (key in value || deeper(value as JsonObject, key)),
  );

const plain = (name: string) => name.toLowerCase().replace(/[^a-z]/g, '');

/** requestId for request_id, duration or durationMs for duration_ms, statusCode for status. */
function similar(object: JsonObject, key: string): string | undefined {
  const wanted = plain(key).replace(/ms$/, '');
  return Object.keys(object).find((name) => !keys.includes(name) && plain(name).startsWith(wanted));
}

/** json.MarshalIndent: the object is there, but a line of a log is one line. */
function spread(printed: string[], { method, path }: Missing): Words | undefined {
  const at = printed.findIndex((line) => /^\s+"path":/.test(line) && line.includes(path));
  if (at < 0) return undefined;
  return {
    summary: `The JSON of ${method} ${path} is spread over several lines.`,
    actual: printed.slice(Math.max(0, at - 3), at + 4).join('\n'),
    hint: 'Log collectors read line by line. json.Marshal, or an Encoder without SetIndent, writes one line.',
  };
}

function otherText(printed: string[], { method, path, why }: Missing): Words | undefined {
  const shown = decodeURIComponent(path);
  const piece = shown.split('\n')[0] as string;
  const line = printed.findLast((text) => text.includes(path) || text.includes(piece));
  if (!line) return undefined;
  if (shown.includes('\n') && /[{"]/.test(line))
    return {
      summary: 'A path with a quote and a newline in it breaks the log line: anyone can forge lines in this log.',
      actual: line,
      hint: why ?? '',
    };
  const asText = /\b(?:path|method|status)=/.test(line);
  return {
    summary: `The log has ${method} ${path}, but not as a JSON line.`,
    actual: line,
    hint: asText
      ? 'key=value is what slog.NewTextHandler (and slog’s default) writes. slog.New(slog.NewJSONHandler(os.Stdout, nil)) writes JSON.'
      : 'Text is for people; twenty services’ logs are searched by machines. Use log/slog: slog.New(slog.NewJSONHandler(os.Stdout, nil)), and log the five keys, not a sentence.',
  };
}

const nothing = ({ method, path, why }: Missing): Words => ({
  summary: `${method} ${path} left no line in the log.`,
  actual: 'no line names it',
  hint:
    why ??
    'Wrap the routes in a layer that logs after next.ServeHTTP has returned. If it is written: is the layer wrapped around the handler in newHandler? Does a buffered writer wait for Flush, or a line for its newline?',
});
