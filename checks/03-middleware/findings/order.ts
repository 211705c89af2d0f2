/** What a layer answers is not known to the layers around it. */
import { describe, type Finding, finding } from '#kit';
import type { Printed } from '../log/printed.ts';
import { layers } from './places.ts';
import type { Seen, SeenReply } from './seen.ts';

/** A request that some layer answers instead of its handler. `layer` and `what` name the layer and why it answers. */
export type LayerAnswer = { path: string; id: string; status: number; what: string; layer: string };

export const answeredDifferently = ({ reply, log }: Omit<SeenReply, 'source'>, asked: LayerAnswer): Finding =>
  finding({
    summary: `This time ${asked.what} was not answered with ${asked.status}.`,
    expected: `GET ${asked.path}: status ${asked.status}, as in the checks before`,
    actual: describe(reply),
    hint: 'It was, in the checks before: does an answer depend on earlier requests?',
    evidence: [reply.evidence, log],
  });

export const answerWithoutId = ({ reply, log, source }: SeenReply, { status, what, layer, id }: LayerAnswer): Finding =>
  finding({
    summary: `The ${status} for ${what} does not have the request’s id.`,
    expected: `X-Request-ID: ${id} in the response, as in every other`,
    actual: `X-Request-ID: ${reply.header('x-request-id') || '(none)'}`,
    hint: `Set the id outside of ${layer}: a layer’s own answer has only the headers that the layers around it have set. Make the id in the outermost layer.`,
    evidence: [reply.evidence, layers(source), log],
  });

export const answerNotLogged = ({ log, source }: Seen, { path, what, layer, status }: LayerAnswer): Finding =>
  finding({
    summary: `The log has no line for ${what}.`,
    expected: `the request line of ${path}, with status ${status}`,
    actual: `no JSON line with path ${path}, status and duration_ms`,
    hint: `Log outside of ${layer}, and in a deferred function.`,
    evidence: [layers(source), log],
  });

export const otherStatusLogged = (
  { reply, log, source }: SeenReply,
  { path, status, what, layer }: LayerAnswer,
  line: Printed,
): Finding =>
  finding({
    summary: `The client got ${status} for ${what}, the log says ${line.object.status}.`,
    expected: `the line of ${path} has status ${status}`,
    actual: line.text,
    hint: `The logger is inside of ${layer}, so it sees the answer of the handler, not the one that ${layer} makes. Wrap the logger around it.`,
    evidence: [layers(source), log, reply.evidence],
  });

export const loggedWithoutId = ({ log, source }: Seen, { path, what, id }: LayerAnswer, line: Printed): Finding =>
  finding({
    summary: `${what[0]?.toUpperCase()}${what.slice(1)} is logged without the id of its request.`,
    expected: `the line of ${path} has request_id "${id}"`,
    actual: line.text,
    hint: 'The layer that makes the id must be outside of the one that logs, and the logger takes it from r.Context(): the response’s headers or a variable may not have it yet when a layer between them answers.',
    evidence: [layers(source), log],
  });

export const answerLoggedTwice = ({ log, source }: Seen, { what }: LayerAnswer, lines: readonly Printed[]): Finding =>
  finding({
    summary: `One request that ended with ${what} was logged ${lines.length} times.`,
    expected: 'one line with method, path, status, duration_ms and request_id for each request',
    actual: lines.map(({ text }) => text.slice(0, 300)).join('\n'),
    hint: 'Statistics made from the log count this request twice. Leave the request’s line to the logging layer; an entry of another layer needs no status and no duration.',
    evidence: [layers(source), log],
  });
