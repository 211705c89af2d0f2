/** X-Request-ID is missing, is not the one that came, or is not the same everywhere. */
import { describe, type Finding, finding, inText, type Source } from '#kit';
import { loggingApplied } from '../code/applied.ts';
import { visible } from '../ids/samples.ts';
import type { Printed } from '../log/printed.ts';
import { contextMade, idChecked, idHeader, idLogged, idShared, streamRoute } from './places.ts';
import type { SeenReply } from './seen.ts';

const idHeaderOf = (id: string) => `X-Request-ID: ${visible(id) || '(none)'}`;

/** `what`: the request, e.g. 'A request without X-Request-ID'. `id`: what its response has instead of a valid one. */
export const noValidId = ({ reply, log, source }: SeenReply, { what, id }: { what: string; id: string }): Finding =>
  finding({
    summary:
      id === ''
        ? `${what} was answered without the header X-Request-ID.`
        : `${what} was answered with an X-Request-ID that itself breaks the rules.`,
    expected: 'X-Request-ID in the response, 1 to 128 characters of 0x21–0x7E',
    actual: id === '' ? describe(reply) : idHeaderOf(id),
    hint: 'Call w.Header().Set("X-Request-ID", id) before next.ServeHTTP: headers that are set after the first byte of the answer are lost.',
    evidence: [reply.evidence, log, idHeader(source)],
  });

export const harmlessNotKept = ({ reply, source }: SeenReply, { what, id }: { what: string; id: string }): Finding =>
  finding({
    summary: `A harmless X-Request-ID was not kept: ${what}.`,
    expected: `X-Request-ID: ${id}`,
    actual: reply.outcome === 'answered' ? idHeaderOf(reply.header('x-request-id')) : describe(reply),
    hint: 'The id comes from the service that called you; keeping it ties the logs of both together. Every byte from 0x21 to 0x7E is allowed, 1 to 128 of them.',
    evidence: [reply.evidence, idChecked(source)],
  });

/** The key that the id is put in under is not the one that it is looked for under. */
function otherKey(source: Source): string | undefined {
  const [put, ...more] = keys(source, /WithValue\([^,]+(?:\(\))?,\s*([^,]+),/);
  const [got, ...others] = keys(source, /\.Value\(([^)]*)\)/);
  if (!put || !got || put === got || more.length > 0 || others.length > 0) return undefined;
  return `The id is put into the context under ${put} and looked for under ${got}. Two keys are the same only if type and value are: use one for both.`;
}

const keys = (source: Source, pattern: RegExp): string[] => [
  ...new Set(source.all(inText(pattern)).flatMap((at) => pattern.exec(source.line(at))?.[1]?.trim() ?? [])),
];

/** `when`: what the request brought, to begin a sentence with: 'With an empty X-Request-ID'. */
export type Carried = { id: string; when: string };

/** `found`: what the handler of /whoami finds in its context. */
export const notInContext = (
  { reply, source }: SeenReply,
  { id, when, found }: Carried & { found: 'another' | 'none' },
): Finding =>
  finding({
    summary: `${when}: the response says one id, the handler of /whoami finds ${found} in its context.`,
    expected: `the body of /whoami is {"request_id":${JSON.stringify(id)}}`,
    actual: describe(reply),
    hint:
      otherKey(source) ??
      'r.WithContext(ctx) returns a new request and leaves r as it was. Call next.ServeHTTP(w, r.WithContext(ctx)), and derive every later context from r.Context(), never from context.Background().',
    evidence: [reply.evidence, contextMade(source)],
  });

/** `last`: the last JSON line about the path, if there is one. */
export const notInLog = (
  { reply, log, source }: SeenReply,
  { id, when, path, last }: Carried & { path: string; last?: Printed },
): Finding =>
  finding({
    summary: `${when}: no line of the log has the id that the response has.`,
    expected: `a line with "request_id":${JSON.stringify(id)}`,
    actual: last ? last.text : `no JSON line about ${path} at all`,
    hint: last?.object.request_id
      ? 'The line has another id. Log requestID(r.Context()), the id that was checked or made: r.Header.Get returns whatever a stranger has sent.'
      : 'The logging layer must be inside the layer that makes the id: only then does its r.Context() hold it. In handler = withRequestID(withLogging(…)) the id is outermost.',
    evidence: [log, reply.evidence, last?.object.request_id === '' ? layerOfLog(source) : idLogged(source)],
  });

const layerOfLog = (source: Source) =>
  source.show(loggingApplied(source), 'where the layer that logs is put around') ?? idLogged(source);

/** A request for a path that some layers may leave out. */
export const notEverywhere = ({ reply, source }: SeenReply, { path, id }: { path: string; id: string }): Finding =>
  finding({
    summary: `The answer of ${path} does not have the id of its request.`,
    expected: `X-Request-ID: ${id}`,
    actual: `${describe(reply)}; ${idHeaderOf(reply.header('x-request-id'))}`,
    hint: 'The id belongs to every request: put its layer around everything, including what is exempt from time-outs.',
    evidence: [reply.evidence, streamRoute(source)],
  });

/** Two requests are served at the same time, and the line of the first has the id of the second. */
export const mixedUp = ({ reply, log, source }: SeenReply, { line, id }: { line: Printed; id: string }): Finding =>
  finding({
    summary: 'When two requests are served at the same time, one is given the id of another request.',
    expected: `the log line of GET /slow has request_id "${id}"`,
    actual: line.text,
    hint: 'Data of one request must not live where all requests share it: in a package variable, or in a field of the middleware. A lock or an atomic value does not help, because the next request overwrites it. Put the id into the context: next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), key, id))).',
    evidence: [log, reply.evidence, idShared(source)],
  });
