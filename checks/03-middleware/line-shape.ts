/** What may be wrong with a request's line that was found. */
import type { Files, Reply } from '#kit';
import type { Printed } from './lines.ts';

type Logged = { method: string; path: string; reply: Reply };

export type Problem = { what: string; expected: string; hint: string };

export function shapeProblem({ object, before }: Printed): Problem | undefined {
  if (before !== '')
    return {
      what: `has something in front of its JSON: ${before}`,
      expected: 'the line begins with { and is JSON as a whole, so that a log collector can read it',
      hint: before.endsWith('}')
        ? 'Two objects share the line: each one ends with a newline. Write object and newline in one call, so that two requests cannot mix.'
        : 'Package log puts the date in front. log.SetFlags(0) or log.New(os.Stdout, "", 0) turn that off; log/slog with a JSONHandler never does it.',
    };
  const missing = ['method', 'path', 'status', 'duration_ms', 'request_id'].filter((key) => !(key in object));
  if (missing.length > 0)
    return {
      what: `lacks ${missing.join(', ')}`,
      expected: 'the keys method, path, status, duration_ms and request_id, at the top level',
      hint: 'Names count: whoever searches the logs of twenty services types the same key for all of them.',
    };
  for (const key of ['status', 'duration_ms'])
    if (typeof object[key] !== 'number')
      return {
        what: `has ${key} as ${JSON.stringify(object[key])}, which is not a JSON number`,
        expected: `${key} is a number, without quotes`,
        hint: 'Hand slog the number itself (an int, a float64), not its text: strconv.Itoa and d.String() make strings.',
      };
  if (typeof object.request_id !== 'string')
    return {
      what: `has request_id as ${JSON.stringify(object.request_id)}, which is not a string`,
      expected: 'request_id is a string',
      hint: 'requestID(r.Context()) gives the string.',
    };
  return undefined;
}

export function valueProblem({ object }: Printed, { method, path, reply }: Logged, files: Files): Problem | undefined {
  if (object.method !== method)
    return {
      what: `says method ${JSON.stringify(object.method)}`,
      expected: `method "${method}"`,
      hint: 'r.Method has it.',
    };
  if (object.status === reply.status) return undefined;
  return {
    what: `says status ${object.status}, but the client got ${reply.status}`,
    expected: `status ${reply.status}`,
    hint: copiedRecorder(files) ?? (object.status === 0 && path !== '/teapot' ? onlyWrites : unseen),
  };
}

const onlyWrites =
  'A handler that only calls Write has sent 200, and net/http calls its own WriteHeader for it, not your recorder’s. Give the recorder a Write that notes 200 where no status is known yet.';
const unseen =
  'Hand the recorder on instead of w: next.ServeHTTP(recorder, r). Log after that has returned, with the status that the recorder’s WriteHeader was given.';

/** A WriteHeader with a value receiver writes into a copy of the recorder. */
function copiedRecorder(files: Files): string | undefined {
  for (const file of files.list().filter((one) => one.endsWith('.go'))) {
    const methods = (files.read(file) ?? '').matchAll(/^func \((\w+) (\w+)\) WriteHeader\([\s\S]*?^\}/gm);
    for (const [text, receiver, type] of methods)
      if (new RegExp(`^\\s+${receiver}\\.\\w+ = `, 'm').test(text))
        return `WriteHeader of ${type} has a value receiver: it notes the status in a copy, which is gone when it returns. func (${receiver} *${type}) notes it in the recorder itself, and you hand on &${type}{…}.`;
  }
  return undefined;
}
