/** What comes after the header, and http.ErrAbortHandler: no second answer, no noise. */
import { type CheckContext, check, describe, fail, type Reply, type Server } from '#kit';
import { pointAt } from './answers.ts';
import { hasEncodedTrace, hasTrace, logsOrdinary, requestLine, requestLines, statusOf } from './lines.ts';

const recovering = ({ files }: CheckContext) => pointAt(files, /\brecover\(\)/, 'where a panic is recovered');

export const panicsLate = check(
  'panics-late',
  'answers no panic twice, and passes http.ErrAbortHandler on',
  { level: 'stretch', lesson: 'Recovery', after: ['recovers'] },
  async (context) => {
    const server = await context.app.start({ env: { HANDLER_TIMEOUT: '30s' } });
    const logs = await judgeAbort(context, server);
    await judgeLate(context, server);
    if (logs) await judgeLateLine(context, server);
  },
);

/** Returns whether the program logs its ordinary requests. */
async function judgeAbort(context: CheckContext, server: Server): Promise<boolean> {
  const reply = await context.http.get(server.url('/abort'));
  if (reply.outcome !== 'reset' && reply.outcome !== 'cut')
    fail({
      summary: 'A handler that panics with http.ErrAbortHandler wants the connection cut, but an answer was sent.',
      expected: 'the connection is closed without an answer',
      actual: describe(reply),
      hint: 'It is no bug but a wish. In the deferred function: if p == http.ErrAbortHandler { panic(p) }, and net/http cuts the connection.',
      evidence: [reply.evidence, recovering(context)],
    });
  // What the program printed about /abort is read when the line of a later request is.
  const logs = await logsOrdinary(context.http, server);
  // Who writes the line of a request that came after it is alive; anybody else may be about to end.
  const exit = logs ? undefined : await server.exited(1_000);
  if (exit)
    fail({
      summary: 'A handler that panicked with http.ErrAbortHandler ended the whole program.',
      expected: 'its connection is cut, and the service lives on',
      actual: `the program ended: ${describe(exit)}`,
      hint: 'recover() works only in the goroutine that panics, and net/http recovers in its own: a layer that starts the handler with go func() must hand the panic over.',
      evidence: [server.log.evidence, pointAt(context.files, /\bgo func\(/, 'where a goroutine is started')],
    });
  const line = server.log.lines.find(({ text }) => hasTrace(text) || hasEncodedTrace(text));
  if (line)
    fail({
      summary: 'The panic http.ErrAbortHandler was passed on, but a goroutine trace was logged for it.',
      expected: 'no trace: the handler did what it wanted to do',
      actual: line.text.slice(0, 200),
      hint: 'Compare the panic with http.ErrAbortHandler before you log the stack.',
      evidence: [server.log.evidence, recovering(context)],
    });
  return logs;
}

async function judgeLate(context: CheckContext, server: Server): Promise<void> {
  const reply = await context.http.get(server.url('/panic-late'));
  if (secondAnswer(reply))
    fail({
      summary: 'After half of an answer the panic was answered a second time, inside the first answer.',
      expected: 'the 200 is cut or ended, or the connection closed, or (where answers are buffered) one 500 alone',
      actual: describe(reply),
      hint: 'When the header is out, the status cannot be changed, and every further byte becomes part of the first body. Ask your recorder: has a status been sent? Then panic(http.ErrAbortHandler) to cut the connection, or just return.',
      evidence: [reply.evidence, recovering(context), server.log.evidence],
    });
  if (reply.outcome === 'timed-out' || reply.outcome === 'refused')
    fail({
      summary: 'After a panic behind the header the client waits for ever, or the program is gone.',
      expected: 'the 200 is cut or ended, or the connection closed, or one 500',
      actual: describe(reply),
      hint: 'Recover in the goroutine that panics, give back what you hold in a defer, and cut the connection with panic(http.ErrAbortHandler).',
      evidence: [reply.evidence, server.log.evidence],
    });
}

async function judgeLateLine(context: CheckContext, server: Server): Promise<void> {
  const line = await requestLine(server, '/panic-late');
  const status = line && statusOf(line);
  if (status === 200 || status === 500) return;
  fail({
    summary: line
      ? `The panic behind the header was logged with status ${line.object.status}.`
      : 'The request that panicked behind its header left no request line in the log.',
    expected: 'one request line with status 200 or 500',
    actual: line
      ? line.text
      : `${requestLines(server, '/panic-late').length} lines with path /panic-late, status and duration_ms`,
    hint: line
      ? 'Where nothing was recorded, log 200 after an ordinary return and 500 after a panic.'
      : 'A panic that is passed on skips the code behind next.ServeHTTP. Log in a deferred function: it runs in any case.',
    evidence: [server.log.evidence, pointAt(context.files, /duration_ms/, 'where the line is made')],
  });
}

const firstHalf = /the first half of an answer\s*/;

function secondAnswer(reply: Reply): boolean {
  const rest = reply.body.replace(firstHalf, '');
  if (firstHalf.test(reply.body)) return rest !== '';
  return reply.status === 200 && /"error"|internal|error/i.test(rest);
}
