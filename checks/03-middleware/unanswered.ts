/** A plain request without an answer: what the program printed about it is the cause. */
import { type CheckContext, describe, type Evidence, type Files, fail, type Reply, type Server } from '#kit';
import { pointAt } from './answers.ts';

type Cause = { hint: string; evidence?: Evidence | undefined };

/** net/http (server.go, conn.serve) logs a panic that it recovered itself; the runtime's own words are the other two. */
const complaint = /http: panic serving [^ ]+: (?<panic>.+?)(?:\\n|\n|$)|^panic: (?<fatal>.+)|(?<stack>stack overflow)/;

async function printedCause(files: Files, server: Server): Promise<Cause | undefined> {
  const found = await server.log.find(({ text }) => complaint.exec(text)?.groups, 1_500);
  if (!found) return undefined;
  if (found.stack !== undefined)
    return {
      hint: 'The log says "stack overflow": a function calls itself and never ends. Does the Write or WriteHeader of a wrapper call itself (s.Write) where it should call the one inside it (s.ResponseWriter.Write)?',
      evidence: pointAt(files, /^func \(\w+ \*?\w+\) Write\(/, 'the Write of a wrapper'),
    };
  const words = (found.panic ?? found.fatal ?? '').trim().slice(0, 160);
  return {
    hint: `A layer of yours panics, outside of what recovers: ${words}. ${
      /nil pointer/.test(words)
        ? 'Is a wrapper made without the writer that it wraps? It is &recorder{ResponseWriter: w}.'
        : 'The trace behind these words in the log names the line.'
    }`,
    evidence: /nil pointer/.test(words) ? pointAt(files, /&\w+\{/, 'where a wrapper is made') : undefined,
  };
}

export async function unanswered(
  { files }: Pick<CheckContext, 'files'>,
  server: Server,
  reply: Reply,
  what: string,
): Promise<never> {
  const cause = reply.outcome === 'timed-out' ? undefined : await printedCause(files, server);
  return fail({
    summary: `${what} was not answered.`,
    expected: 'an answer of the starter’s route',
    actual: describe(reply),
    hint:
      cause?.hint ??
      'Does every layer call next.ServeHTTP? Try it: PORT=9000 go run ., then curl -i 127.0.0.1:9000/teapot.',
    evidence: [reply.evidence, cause?.evidence, server.log.evidence],
  });
}
