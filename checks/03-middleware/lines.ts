/** Finds the lines that the contract asks for among everything else a program prints. */
import type { Http, Server } from '#kit';

export type JsonObject = Record<string, unknown>;

/** A JSON object in a line of output; `before` is what stands in front of it on the same line ('' in a right one). */
export type Printed = { object: JsonObject; before: string; text: string };

/** The JSON object that a line holds, also behind a prefix such as the date of package log. */
export function printedObject(text: string): Printed | undefined {
  for (let at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at + 1)) {
    const object = parseObject(text.slice(at));
    if (object) return { object, before: text.slice(0, at).trim(), text };
    if (at > 200) return undefined; // a prefix is short; everything else is not worth the time
  }
  return undefined;
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/** A line about a whole request says how it ended and how long it took; "request started" and panic lines don't. */
export const isRequestLine = ({ object }: Printed): boolean => 'status' in object && 'duration_ms' in object;

/** As r.URL.Path has it, or as it was sent: both name the path. */
export function samePath(logged: unknown, sent: string): boolean {
  if (typeof logged !== 'string') return false;
  return logged === sent || logged === decodeURIComponent(sent);
}

/** How long a line may lag behind its answer: it is written after the answer, perhaps by another goroutine. */
const lagMs = 4_000;

/** The line about the request for `path`, once it is printed; undefined when none comes. */
export function requestLine(server: Server, path: string, ms = lagMs): Promise<Printed | undefined> {
  return server.log.find(({ text }) => {
    const printed = printedObject(text);
    return printed && isRequestLine(printed) && samePath(printed.object.path, path) ? printed : undefined;
  }, ms);
}

/** All lines about requests for `path` printed so far. */
export function requestLines(server: Server, path: string): Printed[] {
  return server.log.lines
    .map(({ text }) => printedObject(text))
    .filter((printed) => printed !== undefined)
    .filter((printed) => isRequestLine(printed) && samePath(printed.object.path, path));
}

const keys = ['method', 'path', 'status', 'duration_ms', 'request_id'];

/** The lines about the request that brought this id, where more than one has all keys of a request's line. */
export function twiceLogged(server: Server, path: string, id: string): Printed[] | undefined {
  const lines = requestLines(server, path).filter(
    ({ object }) => object.request_id === id && keys.every((key) => key in object),
  );
  return lines.length > 1 ? lines : undefined;
}

/** The status of a line, whatever its JSON type: that it is a number is the business of one check alone. */
export function statusOf({ object }: Printed): number | undefined {
  const status = Number(object.status);
  return Number.isInteger(status) ? status : undefined;
}

/**
 * Whether an ordinary request leaves its line, with the status its client got. Where it does not, logs-requests says why,
 * and no other check says it again: one cause, one finding.
 */
export async function logsOrdinary(http: Http, server: Server): Promise<boolean> {
  const reply = await http.get(server.url('/teapot'));
  const line = await requestLine(server, '/teapot', 2_000);
  return line !== undefined && statusOf(line) === reply.status;
}

/** What the runtime and net/http print when they show a goroutine's frames (runtime/traceback.go). */
const trace =
  /\bgoroutine \d+ [^[]*\[|\bruntime\/panic\.go\b|\bnet\/http\/server\.go\b|net\/http\.\(\*conn\)\.serve|net\/http\.HandlerFunc\.ServeHTTP/;

export const hasTrace = (text: string): boolean => trace.test(text);

/** `goroutine ` in base64: how encoding/json writes a []byte. */
export const hasEncodedTrace = (text: string): boolean => text.includes('Z29yb3V0aW5l');
