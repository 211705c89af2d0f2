/** What the starter's routes answer: layers that do not answer themselves pass it on unchanged. */
import type { Reply } from '#kit';
import { type Code, hasLine } from '../code/code.ts';

/** `line`: the starter's line that writes the answer. Once it is gone, only the status is certain. */
export type StarterAnswer = { status: number; line: string; type: string; body: string; matches: RegExp };

/** exercises/03-middleware/routes.go. */
export const starterAnswers: Readonly<Record<string, StarterAnswer>> = {
  '/teapot': {
    status: 418,
    type: 'application/json',
    line: 'writeJSON(w, http.StatusTeapot, map[string]string{"error": "I am a teapot"})',
    body: '{"error":"I am a teapot"}',
    matches: /^\{\s*"error":\s*"I am a teapot"\s*\}$/,
  },
  '/whoami': {
    status: 200,
    type: 'application/json',
    line: 'writeJSON(w, http.StatusOK, map[string]string{"request_id": requestID(r.Context())})',
    body: '{"request_id":"…"}',
    matches: /^\{\s*"request_id":\s*".*"\s*\}$/,
  },
  '/implicit': {
    status: 200,
    type: 'text/plain',
    line: 'io.WriteString(w, "nobody called WriteHeader\\n")',
    body: 'nobody called WriteHeader',
    matches: /^nobody called WriteHeader$/,
  },
};

/** How the starter's writeJSON begins. */
const jsonType = 'w.Header().Set("Content-Type", "application/json")';

export type AnswerChange = 'status' | 'body' | 'type';

/** What of the starter's answer did not reach the client; undefined if all did, or the route was rewritten. */
export function answerChange(code: Code, known: StarterAnswer, reply: Reply): AnswerChange | undefined {
  if (reply.status !== known.status) return 'status';
  if (!hasLine(code, known.line) || (known.type === 'application/json' && !hasLine(code, jsonType))) return undefined;
  if (!known.matches.test(reply.body.trim())) return 'body';
  return new RegExp(`^${known.type}\\b`, 'i').test(reply.header('content-type')) ? undefined : 'type';
}

/** What the starter's /stream writes, and its line that does so. */
export const streamBody = 'chunk 1\nchunk 2\nchunk 3\n';
export const streamLine = '"chunk 1\\n", "chunk 2\\n", "chunk 3\\n"';
