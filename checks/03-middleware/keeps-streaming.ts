/** /stream reaches the client chunk by chunk, for as long as it takes. */
import { type CheckContext, check, fail, type Gate, late, type Streaming, type UpstreamRequest, within } from '#kit';
import { streamBody, streamLine } from './answers/starter.ts';
import { hasLine } from './code/code.ts';
import { opaqueWrapper } from './code/wrappers.ts';
import { chunksChanged, cut, heldBack, stopped, streamNeverAtGate } from './findings/keeps-streaming.ts';
import { type Scene, startAtGate } from './scene.ts';

const settingMs = 300;
/** More than twice the handler time-out, so that a limit counted in it would have struck. */
const heldMs = 800;
const arrivesMs = 5_000;

export const keepsStreaming = check(
  'keeps-streaming',
  'delivers /stream chunk by chunk, without a time-out',
  { lesson: 'Streams and Unwrap' },
  async (context) => {
    const scene = await startAtGate(context, { HANDLER_TIMEOUT: `${settingMs}ms` });
    const { stream, atGate } = await opens(context, scene);
    await deliversMore(scene, stream, 1, '');
    await isExempt(scene, stream, atGate);
    let before = stream.text;
    atGate.answer();
    await reachesSecondGate(scene, stream);
    await deliversMore(scene, stream, 2, before);
    before = stream.text;
    scene.gate.release();
    await deliversTheRest(scene, stream, before);
  },
);

type StreamScene = Scene & { gate: Gate };

/** The header has arrived, and the handler waits at its first gate. */
async function opens(
  { http }: CheckContext,
  { server, gate, code, seen }: StreamScene,
): Promise<{ stream: Streaming; atGate: UpstreamRequest }> {
  const opening = http.stream({ url: server.url('/stream'), timeoutMs: 60_000 });
  const atGate = await gate.arrived(1);
  const stream = await within(arrivesMs, opening);
  if (!atGate) fail(streamNeverAtGate({ ...seen(), stream }));
  if (stream === late) fail(heldBack({ ...seen(), stream }, { chunk: 1, opaque: opaqueWrapper(code) }));
  return { stream, atGate };
}

/** Some piece arrives beyond what came `before`. */
async function deliversMore({ code, seen }: Scene, stream: Streaming, chunk: number, before: string): Promise<void> {
  do {
    const piece = await stream.next(arrivesMs);
    if (piece === late) fail(heldBack({ ...seen(), stream }, { chunk, opaque: opaqueWrapper(code) }));
    if (piece === undefined) fail(cut({ ...seen(), stream }));
  } while (stream.text.length <= before.length);
}

/** The barrier of the time-out: either the request to the gate ends while it is held, or the stream is exempt. */
async function isExempt({ seen }: Scene, stream: Streaming, atGate: UpstreamRequest): Promise<void> {
  if (await atGate.gone(heldMs)) fail(stopped({ ...seen(), stream }, { withinMs: heldMs, settingMs }));
}

/** The handler goes on after the gate has opened; a write that fails ends it before the second gate. */
async function reachesSecondGate({ gate, code, seen }: StreamScene, stream: Streaming): Promise<void> {
  if (await gate.arrived(2, arrivesMs)) return;
  const end = await within(arrivesMs, stream.ended);
  fail(
    end === late
      ? heldBack({ ...seen(), stream }, { chunk: 2, opaque: opaqueWrapper(code) })
      : cut({ ...seen(), stream }),
  );
}

async function deliversTheRest({ code, seen }: Scene, stream: Streaming, before: string): Promise<void> {
  const end = await within(arrivesMs, stream.ended);
  if (end !== 'complete' || stream.text.length <= before.length) fail(cut({ ...seen(), stream }));
  if (stream.text !== streamBody && hasLine(code, streamLine)) fail(chunksChanged({ ...seen(), stream }));
}
