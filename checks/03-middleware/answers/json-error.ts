/** Errors made by middleware: a JSON object with a text under "error", sent as application/json. */
import type { Reply } from '#kit';

/** type: only the Content-Type is wrong. not-text: "error" holds something else than a text. body: no JSON error at all. */
export type JsonErrorFault = 'type' | 'not-text' | 'body';

export function jsonErrorFault(reply: Pick<Reply, 'json' | 'header'>): JsonErrorFault | undefined {
  const { json } = reply;
  if (typeof json !== 'object' || json === null || !('error' in json) || json.error === '') return 'body';
  if (typeof json.error !== 'string') return 'not-text';
  return /^application\/(?:[\w.-]+\+)?json\b/i.test(reply.header('content-type')) ? undefined : 'type';
}

/** http.Error sets this header, and text/plain with it. */
export const sentByHttpError = (reply: Pick<Reply, 'header'>): boolean =>
  reply.header('x-content-type-options') === 'nosniff';
