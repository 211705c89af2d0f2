/** A panic before anything was written. */
import { describe, type Exit, type Finding, finding, functionsIn, holds, type Reply, type Source } from '#kit';
import type { Printed } from '../log/printed.ts';
import { endsProgram, goroutineStart, layersWrapped, recovery, stackTaken } from './places.ts';
import type { Seen, SeenReply } from './seen.ts';

const expected = 'status 500, Content-Type application/json, body {"error":"…"}';

export const notStatus500 = ({ reply, log, source }: SeenReply): Finding =>
  finding({
    summary:
      reply.status === 200 && reply.body === ''
        ? 'The panic of /panic was recovered, but the client got an empty 200, as if all were well.'
        : `The panic of /panic was answered with ${reply.status}.`,
    expected,
    actual: describe(reply),
    hint:
      reply.status === 200 && saysOk(source)
        ? 'The code that recovers answers with 200 itself. A panic is a fault of the server: 500, http.StatusInternalServerError.'
        : reply.status === 200 && reply.body !== ''
          ? 'The body of the error arrived, its status did not. Call WriteHeader before the first Write, and let a recorder’s WriteHeader pass the status on: s.ResponseWriter.WriteHeader(status).'
          : 'After recover() the handler returns, and net/http sends 200 for a handler that wrote nothing. Write the 500 in the deferred function.',
    evidence: [reply.evidence, recovery(source), log],
  });

/** The function around recover() writes the 200. */
function saysOk(source: Source): boolean {
  const at = source.at(/\brecover\(\)/);
  const by = at && functionsIn(source).find((one) => holds(one, at));
  return (
    by !== undefined && source.within([by]).has(/\w\(\w+, *(http\.StatusOK|200)\b|WriteHeader\((http\.StatusOK|200)\)/)
  );
}

export const traceShown = ({ reply, source }: SeenReply): Finding =>
  finding({
    summary: 'The answer to a panic shows the goroutine trace to the client.',
    expected: 'a body such as {"error":"internal error"}; the trace is for the log alone',
    actual: describe(reply),
    hint: 'A trace tells strangers how your program is built and is no use to the caller. Log string(debug.Stack()), and answer with a text of your own.',
    evidence: [reply.evidence, stackTaken(source)],
  });

export const programEnded = ({ reply, log, source }: SeenReply, exit: Exit): Finding => {
  // A panic that is not recovered ends a Go program with exit code 2; log.Fatal and os.Exit(1) with 1.
  const leaves = exit.code === 1 ? endsProgram(source) : undefined;
  return finding({
    summary: 'A panic in a handler ended the whole program.',
    expected: `${expected}; the service keeps running`,
    actual: `${describe(reply)}; the program ended: ${describe(exit)}`,
    hint: leaves
      ? 'A panic that is not recovered ends a Go program with exit code 2; this one ended with 1, as log.Fatal and os.Exit do. One handler’s bug must not end the service for everybody: log it, answer 500, and carry on.'
      : 'recover() works only in the goroutine that panics. A layer that starts the handler with go func() must recover inside that function and hand the panic over.',
    evidence: [reply.evidence, log, leaves ?? goroutineStart(source)],
  });
};

/** The program still runs, but the client of /panic has no answer. */
export const notRecovered = ({ reply, log, source }: SeenReply): Finding =>
  finding({
    summary:
      reply.outcome === 'timed-out'
        ? 'A request whose handler panics is never answered.'
        : 'Nobody recovered the panic of /panic: net/http cut the connection.',
    expected: `${expected}; the service keeps running`,
    actual: describe(reply),
    hint: 'recover() returns the panic only when a deferred function of the goroutine that panics calls it: defer func() { if p := recover(); p != nil { … } }(), before next.ServeHTTP.',
    evidence: [reply.evidence, log, recovery(source)],
  });

export const noTrace = ({ log, source }: Seen): Finding =>
  finding({
    summary: 'The panic was answered, but the log does not say where it happened.',
    expected: expectedTrace,
    actual: 'no goroutine trace was printed',
    hint: 'runtime/debug.Stack(), called in the deferred function that recovers, has the frames: log string(debug.Stack()).',
    evidence: [log, stackTaken(source)],
  });

export const encodedTrace = ({ log, source }: Seen): Finding =>
  finding({
    summary: 'The log has the stack of the panic in base64, which nobody can read at night.',
    expected: expectedTrace,
    actual: 'Z29yb3V0aW5l… is "goroutine …" in base64',
    hint: 'debug.Stack() is a []byte, and JSON has no bytes: slog and encoding/json write base64. Log string(debug.Stack()).',
    evidence: [log, stackTaken(source)],
  });

const expectedTrace = 'a goroutine trace as text in the log, such as: goroutine 34 [running]: …';

/** `line`: the request's line, if there is one. */
export const not500InLog = ({ log, source }: Seen, line: Printed | undefined): Finding =>
  finding({
    summary: line
      ? `The client got 500 for a panic, but its log line says status ${line.object.status}.`
      : 'A request that panicked left no request line in the log.',
    expected: 'the request’s log line, with status 500',
    actual: line ? line.text : 'no JSON line with path /panic, status and duration_ms',
    hint: 'The logger must be outside of recovery, which makes the answer: withLogging(withRecovery(next)). Inside of it, the panic skips whatever follows next.ServeHTTP.',
    evidence: [log, layersWrapped(source)],
  });

export const panicLoggedTwice = ({ log, source }: Seen, lines: readonly Printed[]): Finding =>
  finding({
    summary: `One request that panicked was logged ${lines.length} times.`,
    expected: 'one line with method, path, status, duration_ms and request_id for each request',
    actual: lines.map(({ text }) => text.slice(0, 300)).join('\n'),
    hint: 'Statistics made from the log count this request twice. The logging layer writes the line of the request; recovery logs the panic, its trace and the request_id, and needs no status or duration.',
    evidence: [log, recovery(source)],
  });

/** `panics`: how many came before. */
export const deadAfterPanics = ({ reply, log }: { reply: Reply } & Pick<Seen, 'log'>, panics: number): Finding =>
  finding({
    summary: `After ${panics} panics the service does not answer as before.`,
    expected: 'GET /teapot is answered as before',
    actual: describe(reply),
    hint: 'A panic skips the rest of the function: release what you hold (a lock, a slot in a channel) in a defer.',
    evidence: [reply.evidence, log],
  });
