/** A panic after the header, and http.ErrAbortHandler. */
import { describe, type Exit, type Finding, finding } from '#kit';
import type { Printed } from '../log/printed.ts';
import { durationLogged, goroutineStart, recovery } from './places.ts';
import type { Seen, SeenReply } from './seen.ts';

export const abortAnswered = ({ reply, source }: SeenReply): Finding =>
  finding({
    summary: 'A handler that panics with http.ErrAbortHandler wants the connection cut, but an answer was sent.',
    expected: 'the connection is closed without an answer',
    actual: describe(reply),
    hint: 'This panic is not a bug but a request to abort. In the deferred function: if p == http.ErrAbortHandler { panic(p) }, and net/http cuts the connection.',
    evidence: [reply.evidence, recovery(source)],
  });

export const abortEndsProgram = ({ log, source }: Seen, exit: Exit): Finding =>
  finding({
    summary: 'A handler that panicked with http.ErrAbortHandler ended the whole program.',
    expected: 'its connection is cut, and the service keeps running',
    actual: `the program ended: ${describe(exit)}`,
    hint: 'recover() works only in the goroutine that panics, and net/http recovers in its own: a layer that starts the handler with go func() must hand the panic over.',
    evidence: [log, goroutineStart(source)],
  });

/** `line`: where the log shows a trace. */
export const abortTraced = ({ log, source }: Seen, line: string): Finding =>
  finding({
    summary: 'The panic http.ErrAbortHandler was passed on, but a goroutine trace was logged for it.',
    expected: 'no trace: the handler did what it meant to do',
    actual: line.slice(0, 200),
    hint: 'Compare the panic with http.ErrAbortHandler before you log the stack.',
    evidence: [log, recovery(source)],
  });

export const answeredTwice = ({ reply, log, source }: SeenReply): Finding =>
  finding({
    summary: 'After half of an answer the panic was answered a second time, inside the first answer.',
    expected: 'the 200 is cut or ended, or the connection closed, or (where answers are buffered) one 500 alone',
    actual: describe(reply),
    hint: 'Once the header is out, the status cannot be changed, and every further byte becomes part of the first body. Ask your recorder whether a status has been sent. If so, panic(http.ErrAbortHandler) to cut the connection, or just return.',
    evidence: [reply.evidence, recovery(source), log],
  });

export const goneAfterHeader = ({ reply, log }: Omit<SeenReply, 'source'>): Finding =>
  finding({
    summary: 'After a panic that follows the header, the client waits forever, or the program is gone.',
    expected: 'the 200 is cut or ended, or the connection closed, or one 500',
    actual: describe(reply),
    hint: 'Recover in the goroutine that panics, release what you hold in a defer, and cut the connection with panic(http.ErrAbortHandler).',
    evidence: [reply.evidence, log],
  });

export const lateStatusWrong = ({ log, source }: Seen, line: Printed): Finding =>
  finding({
    summary: `The panic after the header was logged with status ${line.object.status}.`,
    expected: 'one request line with status 200 or 500',
    actual: line.text,
    hint: 'If no status was recorded, log 200 after an ordinary return and 500 after a panic.',
    evidence: [log, durationLogged(source)],
  });

export const lateNotLogged = ({ log, source }: Seen): Finding =>
  finding({
    summary: 'The request that panicked after its header left no request line in the log.',
    expected: 'one request line with status 200 or 500',
    actual: 'no JSON line with path /panic-late, status and duration_ms',
    hint: 'A panic that is passed on skips the code after next.ServeHTTP. Log in a deferred function: it always runs.',
    evidence: [log, durationLogged(source)],
  });
