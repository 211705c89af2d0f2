/** /stream reaches the client chunk by chunk, for as long as it takes. */
import {
  type CheckContext,
  check,
  describe,
  type Evidence,
  fail,
  type Gate,
  type Late,
  late,
  type Server,
  type Streaming,
  within,
} from '#kit';
import { pointAt } from './answers.ts';
import { hasLine } from './unchanged.ts';

const handlerTimeout = 300;
/** More than twice the handler time-out, so that a limit counted in it would have struck. */
const heldMs = 800;
const arrivesMs = 5_000;

export const keepsStreaming = check(
  'keeps-streaming',
  'lets /stream reach the client chunk by chunk, without a time-out',
  { lesson: 'Streams and Unwrap' },
  async (context) => {
    const gate = await context.upstream.hold();
    const server = await context.app.start({
      env: { GATE_URL: gate.url, HANDLER_TIMEOUT: `${handlerTimeout}ms` },
    });
    const opening = context.http.stream({ url: server.url('/stream'), timeoutMs: 60_000 });
    const first = await gate.arrived(1);
    if (!first) neverAtGate(context, server, await within(arrivesMs, opening));
    const stream = await within(arrivesMs, opening);
    if (stream === late) heldBack(context, server, 1, undefined);
    await judgeChunk(context, server, stream, 1, '');
    // The barrier of the time-out: either the request to the gate ends while it is held, or the stream is exempt.
    if (await first.gone(heldMs)) cancelled(context, server, stream);
    let seen = stream.text;
    first.answer();
    await judgeGate(context, server, gate, stream);
    await judgeChunk(context, server, stream, 2, seen);
    seen = stream.text;
    gate.release();
    await judgeEnd(context, server, stream, seen);
  },
);

async function judgeChunk(context: CheckContext, server: Server, stream: Streaming, n: number, before: string) {
  for (;;) {
    const piece = await stream.next(arrivesMs);
    if (piece === late) heldBack(context, server, n, stream);
    if (piece === undefined) cut(context, server, stream);
    if (stream.text.length > before.length) return;
  }
}

/** A type of the learner's that embeds http.ResponseWriter and has neither of the two methods that let Flush through. */
function opaqueWrapper({ files }: CheckContext): { name: string; evidence: Evidence } | undefined {
  const code = files.list().filter((file) => file.endsWith('.go'));
  const all = code.map((file) => files.read(file) ?? '').join('\n');
  for (const [, name] of all.matchAll(/^type (\w+) struct\s*\{[^}]*\bhttp\.ResponseWriter\b/gm)) {
    if (new RegExp(`^func \\(\\w* ?\\*?${name}\\) (Flush|Unwrap)\\(`, 'm').test(all)) continue;
    const at = files.locate(new RegExp(`^type ${name} struct`), /\.go$/);
    if (name && at) return { name, evidence: files.excerpt(at, 'has neither Flush nor Unwrap') };
  }
  return undefined;
}

const timing = ({ files }: CheckContext) =>
  pointAt(files, /TimeoutHandler|WithTimeout|WithDeadline/, 'where the time is limited');

function heldBack(context: CheckContext, server: Server, n: number, stream: Streaming | undefined): never {
  const wrapper = opaqueWrapper(context);
  fail({
    summary: `Chunk ${n} of /stream was written and flushed, but did not reach the client.`,
    expected: `while the handler waits at its gate, the client has chunk ${n}`,
    actual: stream?.text
      ? `the client has ${JSON.stringify(stream.text)}`
      : 'the client has nothing, not even a header',
    hint: `http.ResponseController looks for Flush on the ResponseWriter, then on what its Unwrap() http.ResponseWriter returns. ${wrapper ? `${wrapper.name} has neither: give it Unwrap.` : 'A wrapper needs one of the two, and must not keep the answer to itself; http.TimeoutHandler does, so /stream must not be inside it.'}`,
    evidence: [
      wrapper?.evidence ?? pointAt(context.files, /TimeoutHandler/, 'buffers its answers'),
      server.log.evidence,
    ],
  });
}

function cancelled(context: CheckContext, server: Server, stream: Streaming): never {
  fail({
    summary: `/stream was stopped after less than ${heldMs} ms, with HANDLER_TIMEOUT=${handlerTimeout}ms: it is not exempt.`,
    expected: 'a stream may last as long as it likes',
    actual: `its request to the gate was cancelled; the client has ${JSON.stringify(stream.text)}`,
    hint: 'Leave /stream out of the layer that limits time: give it a route of its own around that layer, or look at r.URL.Path in it.',
    evidence: [timing(context), server.log.evidence],
  });
}

function cut(context: CheckContext, server: Server, stream: Streaming): never {
  fail({
    summary: 'The connection of /stream was cut before its three chunks had come.',
    expected: 'three chunks, the last two after their gates have opened',
    actual: stream.head.status === 200 ? `the client has ${JSON.stringify(stream.text)}` : describe(stream.head),
    hint: 'WriteTimeout of http.Server is one deadline for the whole answer, streams included. /stream lifts it for itself: http.NewResponseController(w).SetWriteDeadline(time.Time{}), which needs Unwrap on every wrapper.',
    evidence: [
      stream.head.evidence,
      pointAt(context.files, /WriteTimeout|SetWriteDeadline/, 'the write time-out'),
      server.log.evidence,
    ],
  });
}

/** The handler goes on after the gate has opened; a write that fails ends it before the second gate. */
async function judgeGate(context: CheckContext, server: Server, gate: Gate, stream: Streaming): Promise<void> {
  if (await gate.arrived(2, arrivesMs)) return;
  const end = await within(arrivesMs, stream.ended);
  if (end === late) heldBack(context, server, 2, stream);
  cut(context, server, stream);
}

const chunks = 'chunk 1\nchunk 2\nchunk 3\n';
const chunksInCode = '"chunk 1\\n", "chunk 2\\n", "chunk 3\\n"';

async function judgeEnd(context: CheckContext, server: Server, stream: Streaming, seen: string): Promise<void> {
  const end = await within(arrivesMs, stream.ended);
  if (end !== 'complete' || stream.text.length <= seen.length) cut(context, server, stream);
  if (stream.text === chunks || !hasLine(context.files, chunksInCode)) return;
  fail({
    summary: 'The body of /stream is not what its handler writes: three chunks, each once and in their order.',
    expected: JSON.stringify(chunks),
    actual: JSON.stringify(stream.text),
    hint: 'Does a layer serve /stream, and then serve it once more? A return is needed after the first next.ServeHTTP. A wrapper’s Write hands every byte on, once.',
    evidence: [pointAt(context.files, /\/stream"/, 'where /stream goes its own way'), server.log.evidence],
  });
}

function neverAtGate(context: CheckContext, server: Server, stream: Streaming | Late): never {
  fail({
    summary: 'The handler of /stream never asked its gate.',
    expected: 'it writes a chunk, flushes it, and asks GET $GATE_URL before the next',
    actual: stream === late ? 'no answer' : describe(stream.head),
    hint: 'Keep the starter’s route, and let every layer call next.ServeHTTP.',
    evidence: [stream === late ? undefined : stream.head.evidence, timing(context), server.log.evidence],
  });
}
