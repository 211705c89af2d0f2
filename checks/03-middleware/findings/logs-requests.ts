/** How often requests are logged, and how long the log says they took. */
import { type Finding, finding } from '#kit';
import type { Printed } from '../log/printed.ts';
import { durationLogged, loggingWrapped, timeTaken } from './places.ts';
import type { Seen, SeenReply } from './seen.ts';

export const loggedTwice = ({ log, source }: Seen, path: string, lines: readonly Printed[]): Finding =>
  finding({
    summary: `One request for ${path} was logged ${lines.length} times.`,
    expected: 'one line for each request',
    actual: lines.map(({ text }) => text).join('\n'),
    hint: 'The logging layer is around the handler more than once. Where do you wrap?',
    evidence: [log, loggingWrapped(source)],
  });

/** The mux refused the method of a request, and nothing was logged. */
export const refusalNotLogged = ({ reply, log, source }: SeenReply): Finding =>
  finding({
    summary: `POST /teapot was answered with ${reply.status}, and left no line in the log.`,
    expected: `a line with method "POST", path "/teapot" and status ${reply.status}: every request is logged`,
    actual: 'no line has this method and this path',
    hint: 'No route takes this method, so the mux answers by itself. Wrap the logging layer around the mux, and let it log every status.',
    evidence: [reply.evidence, log, loggingWrapped(source)],
  });

/** `heldMs`: how long the gate was shut, at least. */
export const wrongDuration = (
  { reply, log, source }: SeenReply,
  { line, heldMs }: { line: Printed; heldMs: number },
): Finding => {
  const logged = Number(line.object.duration_ms);
  return finding({
    summary: `The line of GET /slow says duration_ms ${logged}, which is not the time in milliseconds${unitOf(logged / heldMs)}.`,
    expected: `at least ${Math.floor(heldMs)}, as we kept its gate shut for that long, and not much more than the ${Math.ceil(reply.ms)} ms the client waited`,
    actual: line.text,
    hint: 'A time.Duration is a number of nanoseconds, and slog writes it as such. time.Since(start).Milliseconds() returns milliseconds; float64(d.Microseconds())/1000 keeps the fraction. Take the time before next.ServeHTTP and read it afterwards.',
    evidence: [log, durationLogged(source)],
  });
};

/** From the factor between what was logged and what it should be. */
function unitOf(factor: number): string {
  if (factor > 2e5) return ' (it looks like nanoseconds)';
  if (factor > 200) return ' (it looks like microseconds)';
  if (factor > 2e-4 && factor < 2e-2) return ' (it looks like seconds)';
  return '';
}

/** Quick requests, none of which is logged as quick. */
export type Quick = { lines: readonly Printed[]; leastMs: number; medianMs: number };

export const stuckDuration = ({ log, source }: Seen, { lines, leastMs, medianMs }: Quick): Finding =>
  finding({
    summary: `Of ${lines.length} requests for /implicit, none is logged with less than ${Math.floor(leastMs)} ms, but they took about ${medianMs.toFixed(1)} ms.`,
    expected: 'duration_ms is the time from the beginning of this request to its end',
    actual: lines.at(-1)?.text ?? '',
    hint: 'Is the time taken only once, when the layers are put together? start := time.Now() belongs inside the handler function, which runs for every request.',
    evidence: [log, timeTaken(source)],
  });
