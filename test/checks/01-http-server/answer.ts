/** Answers of the service and the learner's files, made up. */
import { type Evidence, type Exit, type Files, type Source, sourceOf } from '#kit';
import type { Answer } from '../../../checks/01-http-server/findings/answer.ts';
import { makeReply, type Received } from '../../../src/harness/http/reply.ts';

export function source(texts: Record<string, string> = {}): Source {
  const files: Pick<Files, 'list' | 'read'> = { list: () => Object.keys(texts), read: (path) => texts[path] };
  return sourceOf(files);
}

type Made = {
  request?: string;
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  code?: string;
  outcome?: Received['outcome'];
  exit?: Exit;
  log?: string;
};

export const evidence = (text: string): Evidence => ({ kind: 'log', title: 'log', text });

/** `body`: a string as it is, anything else as JSON. */
export function answer(made: Made = {}): Answer {
  const { request = 'GET /health', status = 200, body = '', headers = {}, code = '', outcome = 'answered' } = made;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const reply = makeReply(
    { url: 'http://127.0.0.1:1/health' },
    { outcome, status, rawHeaders: Object.entries(headers).flat(), body: Buffer.from(text), ms: 1 },
  );
  return {
    request,
    reply,
    source: source({ 'main.go': code }),
    aftermath: outcome === 'answered' ? undefined : { exit: made.exit, log: evidence(made.log ?? '') },
  };
}
