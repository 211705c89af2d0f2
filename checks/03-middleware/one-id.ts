/** The id of one request: in its response, in the log and in the handler's context. */
import { type CheckContext, describe, fail, type Reply, type Server } from '#kit';
import { pointAt } from './answers.ts';
import { makesId } from './fresh.ts';
import { printedObject } from './lines.ts';
import { unanswered } from './unanswered.ts';

/** 1 to 128 characters of 0x21–0x7E, as the contract has it. */
export const valid = /^[!-~]{1,128}$/;

/** `logs`: ordinary requests leave their line, so that the ids in it can be judged. */
export type Asked = Pick<CheckContext, 'http' | 'files'> & { logs: boolean };

export const ask = ({ http }: Asked, server: Server, id?: string): Promise<Reply> =>
  http.get(server.url('/whoami'), id === undefined ? {} : { headers: { 'X-Request-ID': id } });

export async function noId(context: Asked, server: Server, reply: Reply, what: string, id: string): Promise<never> {
  if (reply.outcome !== 'answered') return unanswered(context, server, reply, what);
  return fail({
    summary:
      id === ''
        ? `${what} was answered without the header X-Request-ID.`
        : `${what} was answered with an X-Request-ID that breaks the rules itself.`,
    expected: 'X-Request-ID in the response, 1 to 128 characters of 0x21–0x7E',
    actual: id === '' ? describe(reply) : `X-Request-ID: ${shown(id)}`,
    hint: 'w.Header().Set("X-Request-ID", id), before next.ServeHTTP: headers that are set after the first byte of the answer are lost.',
    evidence: [reply.evidence, server.log.evidence, makesId(context)],
  });
}

/** Header, context and log line speak of the same id. */
export async function judgeSame(context: Asked, server: Server, reply: Reply, id: string, what: string): Promise<void> {
  const seen = (reply.json as { request_id?: unknown } | null | undefined)?.request_id;
  if (seen !== id)
    fail({
      summary: `${what}: the response says one id, the handler of /whoami finds ${seen ? 'another' : 'none'} in its context.`,
      expected: `the body of /whoami is {"request_id":${JSON.stringify(id)}}`,
      actual: describe(reply),
      hint: 'r.WithContext(ctx) gives a new request; the old r knows nothing of it. Call next.ServeHTTP(w, r.WithContext(ctx)), and build every later context on r.Context(), never on context.Background().',
      evidence: [
        reply.evidence,
        pointAt(context.files, /context\.(Background|TODO)\(\)|WithValue/, 'where a context is made'),
      ],
    });
  await judgeLogged(context, server, reply, id, what, '/whoami');
}

export async function judgeLogged(
  context: Asked,
  server: Server,
  reply: Reply,
  id: string,
  what: string,
  path: string,
): Promise<void> {
  if (!context.logs) return;
  const line = await server.log.find(({ text }) => {
    const printed = printedObject(text);
    return printed?.object.request_id === id && 'status' in printed.object ? printed : undefined;
  }, 4_000);
  if (line) return;
  const last = server.log.lines.map(({ text }) => printedObject(text)).findLast((one) => one?.object.path === path);
  fail({
    summary: `${what}: no line of the log has the id that the response has.`,
    expected: `a line with "request_id":${JSON.stringify(id)}`,
    actual: last ? last.text : `no JSON line about ${path} at all`,
    hint: last?.object.request_id
      ? 'The line has another id. Log requestID(r.Context()), the id that was found harmless or made: what r.Header.Get says is a stranger’s word.'
      : 'The logging layer must be inside the layer that makes the id: only then does its r.Context() hold it. In handler = withRequestID(withLogging(…)) the id is outermost.',
    evidence: [server.log.evidence, reply.evidence, pointAt(context.files, /request_id"/, 'where the id is logged')],
  });
}

/** Bytes that a terminal or a report cannot show, made visible. */
export function shown(text: string): string {
  const visible = text.replace(/[^ -~]/g, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return visible.length > 160 ? `${visible.slice(0, 160)}… (${text.length} characters)` : visible;
}
