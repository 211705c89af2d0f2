/** duration_ms is the time of one request, in milliseconds. */
import { type CheckContext, describe, fail, type Gate, type Reply, type Server } from '#kit';
import { pointAt } from './answers.ts';
import { type Printed, requestLines } from './lines.ts';

/** What the gate was shut for is part of the duration, and the duration is part of what the client waited. */
const heldMs = 100;

export async function judgeDuration(
  context: CheckContext,
  server: Server,
  gate: Gate,
  judgeLine: (reply: Reply) => Promise<Printed>,
): Promise<void> {
  const pending = context.http.get(server.url('/slow'), { timeoutMs: 30_000 });
  const request = await gate.arrived();
  if (!request) neverAtGate(server, await pending);
  const shut = performance.now();
  await new Promise((resolve) => setTimeout(resolve, heldMs));
  const held = performance.now() - shut;
  gate.release();
  const reply = await pending;
  const line = await judgeLine(reply);
  const duration = Number(line.object.duration_ms);
  // A whole millisecond may be lost to rounding; tenfold above, so that a busy machine cannot matter.
  if (duration >= held * 0.95 - 1 && duration <= (reply.ms + 500) * 10) return;
  fail({
    summary: `The line of GET /slow says duration_ms ${duration}, which is not the time in milliseconds${unitOf(duration / held)}.`,
    expected: `at least ${Math.floor(held)}, as we kept its gate shut for that long, and not much more than the ${Math.ceil(reply.ms)} ms the client waited`,
    actual: line.text,
    hint: 'A time.Duration is a number of nanoseconds, and slog writes it as such. time.Since(start).Milliseconds() gives milliseconds; float64(d.Microseconds())/1000 keeps the fraction. Take the time before next.ServeHTTP, read it after.',
    evidence: [server.log.evidence, pointAt(context.files, /duration_ms/, 'where it is logged')],
  });
}

/** From the factor between what was logged and what it should be. */
function unitOf(factor: number): string {
  if (factor > 2e5) return ' (it looks like nanoseconds)';
  if (factor > 200) return ' (it looks like microseconds)';
  if (factor > 2e-4 && factor < 2e-2) return ' (it looks like seconds)';
  return '';
}

function neverAtGate(server: Server, reply: Reply): never {
  fail({
    summary: 'GET /slow never asked its gate.',
    expected: 'one GET $GATE_URL from the handler of /slow',
    actual: describe(reply),
    hint: 'Keep the starter’s route /slow, and let every layer call next.ServeHTTP.',
    evidence: [reply.evidence, server.log.evidence],
  });
}

const requests = 100;

/**
 * One request after the other on one connection: the median of their times is what the onion costs. However busy the
 * machine is, not every one of them lasts longer in the log than it did for its client.
 */
export async function judgeQuickOnes({ files, http, measure }: CheckContext, server: Server): Promise<void> {
  const before = requestLines(server, '/implicit').length;
  const session = http.session();
  const times: number[] = [];
  for (let n = 0; n < requests; n++) times.push((await session.get(server.url('/implicit'))).ms);
  session.close();
  const median = times.sort((a, b) => a - b)[requests / 2] as number;
  measure('latency', median, 'ms');
  const lines = requestLines(server, '/implicit').slice(before);
  const durations = lines.map(({ object }) => Number(object.duration_ms));
  const least = Math.min(...durations);
  if (durations.length < requests / 5 || least <= median * 2 + 50) return;
  fail({
    summary: `Of ${durations.length} requests for /implicit, none is logged with less than ${Math.floor(least)} ms, but they took about ${median.toFixed(1)} ms.`,
    expected: 'duration_ms is the time from the beginning of this request to its end',
    actual: lines.at(-1)?.text ?? '',
    hint: 'Is the time taken once, when the layers are put together? start := time.Now() belongs inside the handler function, which runs for every request.',
    evidence: [server.log.evidence, pointAt(files, /time\.Now\(\)/, 'where the time is taken')],
  });
}
