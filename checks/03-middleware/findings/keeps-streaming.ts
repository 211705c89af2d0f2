/** /stream does not reach its client as it is written. */
import { describe, type Finding, finding, type Late, late, type Streaming } from '#kit';
import { streamBody } from '../answers/starter.ts';
import { belowStream } from '../code/applied.ts';
import { aroundStream, buffering, streamRoute, timeLimit, wrapperType, writeTimeout } from './places.ts';
import type { Seen } from './seen.ts';

/** What the client has of the stream. */
export type Received = Pick<Streaming, 'head' | 'text'>;
type SeenStream = Seen & { stream: Received };

const has = ({ text }: Received) => `the client has ${JSON.stringify(text)}`;

export const streamNeverAtGate = ({ log, source, stream }: Seen & { stream: Received | Late }): Finding => {
  const below = belowStream(source);
  return finding({
    summary: 'The handler of /stream never asked its gate.',
    expected: 'it writes a chunk, flushes it, and asks GET $GATE_URL before the next',
    actual: stream === late ? 'no answer' : describe(stream.head),
    hint: below?.hint ?? 'Keep the starter’s route, and let every layer call next.ServeHTTP.',
    evidence: [stream === late ? undefined : stream.head.evidence, source.show(below?.at) ?? timeLimit(source), log],
  });
};

/** `chunk`: the one that is missing. `opaque`: a wrapper without Flush and Unwrap, if there is one. */
export const heldBack = (
  { log, source, stream }: Seen & { stream: Received | Late },
  { chunk, opaque }: { chunk: number; opaque?: string },
): Finding => {
  const below = opaque ? undefined : belowStream(source);
  return finding({
    summary: `Chunk ${chunk} of /stream was written and flushed, but did not reach the client.`,
    expected: `while the handler waits at its gate, the client has chunk ${chunk}`,
    actual: stream === late || stream.text === '' ? 'the client has nothing, not even a header' : has(stream),
    hint:
      below?.hint ??
      `http.ResponseController looks for Flush on the ResponseWriter, then on what its Unwrap() http.ResponseWriter returns. ${
        opaque
          ? `${opaque} has neither: give it Unwrap.`
          : 'A wrapper needs one of the two, and must not buffer the answer; http.TimeoutHandler does, so /stream must not be inside it.'
      }`,
    evidence: [opaque ? wrapperType(opaque)(source) : (source.show(below?.at) ?? buffering(source)), log],
  });
};

/** The request to the gate was cancelled while the stream was waiting there. */
export const stopped = (
  { log, source, stream }: SeenStream,
  { withinMs, settingMs }: { withinMs: number; settingMs: number },
): Finding => {
  const below = belowStream(source);
  return finding({
    summary: `/stream was stopped after less than ${withinMs} ms, with HANDLER_TIMEOUT=${settingMs}ms: it is not exempt.`,
    expected: 'a stream may last as long as it likes',
    actual: `its request to the gate was cancelled; ${has(stream)}`,
    hint:
      below?.hint ??
      'Leave /stream out of the layer that limits time: give it a route of its own around that layer, or look at r.URL.Path in it.',
    evidence: [source.show(below?.at) ?? aroundStream(source), log],
  });
};

export const cut = ({ log, source, stream }: SeenStream): Finding =>
  finding({
    summary: 'The connection of /stream was cut before its three chunks had come.',
    expected: 'three chunks, the last two after their gates have opened',
    actual: stream.head.status === 200 ? has(stream) : describe(stream.head),
    hint: 'WriteTimeout of http.Server is one deadline for the whole answer, streams included. /stream lifts it for itself: http.NewResponseController(w).SetWriteDeadline(time.Time{}), which needs Unwrap on every wrapper.',
    evidence: [stream.head.evidence, writeTimeout(source), log],
  });

export const chunksChanged = ({ log, source, stream }: SeenStream): Finding =>
  finding({
    summary: 'The body of /stream is not what its handler writes: three chunks, each once and in order.',
    expected: JSON.stringify(streamBody),
    actual: JSON.stringify(stream.text),
    hint: 'Does a layer serve /stream, and then serve it once more? It needs a return after the first next.ServeHTTP. A wrapper’s Write passes every byte on, once.',
    evidence: [streamRoute(source), log],
  });
