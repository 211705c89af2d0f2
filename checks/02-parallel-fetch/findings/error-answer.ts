/** What all answers that are errors have in common: one JSON object, sent as application/json. */
import { type Evidence, type Finding, finding, isJsonObject, parseJson, type Reply } from '#kit';
import { answerEvidence, lookAt, type Seen } from '../seen.ts';

export const writtenTwice =
  'The answer was written, and the handler went on to write another one. Is a return missing after the error?';

export const contentType = (reply: Reply) => reply.header('content-type') || '(none)';

/** The members of an error in the answer, each undefined where it is absent or no text. */
export function errorIn(reply: Reply): { error?: string; upstream?: string } {
  const body = parseJson(reply.body);
  if (!isJsonObject(body)) return {};
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return { error: text(body.error), upstream: text(body.upstream) };
}

export const wrongErrorType = (seen: Seen, reply: Reply): Finding =>
  finding({
    summary: `The ${reply.status} has the right JSON, but the wrong Content-Type.`,
    expected: 'Content-Type: application/json, for errors too',
    actual: `Content-Type: ${contentType(reply)}`,
    hint: 'http.Error always says text/plain. writeJSON sets the header before WriteHeader.',
    evidence: [...evidenceOf(seen), lookAt(seen, /http\.Error\(/, /WriteHeader\(/)],
  });

/** The answer, what led to it, and what the program printed. */
export const evidenceOf = (seen: Seen): (Evidence | undefined)[] => [answerEvidence(seen), seen.timeline, seen.log];
