/** What all answers that are errors have in common: one JSON object, sent as application/json. */
import { type CheckContext, type Evidence, fail, parseJson, type Reply } from '#kit';
import { isObject } from './difference.ts';
import { where } from './places.ts';

/** An object, and then something more: {"error":"…"}null. Only short ones are looked at: an error, or what follows one. */
export function twoDocuments(body: string): boolean {
  if (parseJson(body) !== undefined) return false;
  for (let end = body.indexOf('}'); end >= 0 && end < 1_000; end = body.indexOf('}', end + 1))
    if (isObject(parseJson(body.slice(0, end + 1)))) return true;
  return false;
}

export const writtenTwice =
  'The answer was written and the handler went on to write another one. Is a return missing after the error?';

export const isJsonType = (reply: Reply) => /^application\/json\b/i.test(reply.header('content-type'));

export function expectJsonType({ files }: CheckContext, reply: Reply, evidence: (Evidence | undefined)[]): void {
  if (isJsonType(reply)) return;
  const type = reply.header('content-type') || '(none)';
  fail({
    summary: `The ${reply.status} has the right JSON, but its Content-Type says something else.`,
    expected: 'Content-Type: application/json, for errors too',
    actual: `Content-Type: ${type}`,
    hint: 'http.Error always says text/plain. writeJSON sets the header before WriteHeader.',
    evidence: [...evidence, where(files, /http\.Error\(/, /WriteHeader\(/)],
  });
}
