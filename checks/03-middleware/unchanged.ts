/** What the starter's routes answer: layers that do not answer themselves hand it on as it is. */
import { type CheckContext, describe, type Files, fail, type Reply, type Server } from '#kit';
import { pointAt } from './answers.ts';

/** `line`: the starter's line that writes the answer. Where it is gone, only the status is certain. */
type Known = { status: number; line: string; type: RegExp; typeText: string; body: RegExp; bodyText: string };

const json = { type: /^application\/json\b/i, typeText: 'application/json' };

/** exercises/03-middleware/routes.go. */
const starter: Record<string, Known> = {
  '/teapot': {
    ...json,
    status: 418,
    line: 'writeJSON(w, http.StatusTeapot, map[string]string{"error": "I am a teapot"})',
    body: /^\{\s*"error":\s*"I am a teapot"\s*\}$/,
    bodyText: '{"error":"I am a teapot"}',
  },
  '/whoami': {
    ...json,
    status: 200,
    line: 'writeJSON(w, http.StatusOK, map[string]string{"request_id": requestID(r.Context())})',
    body: /^\{\s*"request_id":\s*".*"\s*\}$/,
    bodyText: '{"request_id":"…"}',
  },
  '/implicit': {
    status: 200,
    type: /^text\/plain\b/i,
    typeText: 'text/plain',
    line: 'io.WriteString(w, "nobody called WriteHeader\\n")',
    body: /^nobody called WriteHeader$/,
    bodyText: 'nobody called WriteHeader',
  },
};

/** Fails when a route of the starter no longer says what it did. */
export function judgeUnchanged({ files }: CheckContext, server: Server, path: string, reply: Reply): void {
  const known = starter[path];
  const problem = known && problemOf(files, known, reply);
  if (!problem) return;
  const type = reply.header('content-type');
  fail({
    summary:
      problem === 'type'
        ? `GET ${path} is answered with the Content-Type ${type || '(none)'} instead of ${known.typeText}.`
        : problem === 'status'
          ? `GET ${path} is answered with status ${reply.status} instead of ${known.status}.`
          : `GET ${path} is answered with another body than the starter’s.`,
    expected: `what the starter’s route answers: status ${known.status}, Content-Type ${known.typeText}, body ${known.bodyText}`,
    actual: `${describe(reply)}, Content-Type ${type || '(none)'}`,
    hint: hints[problem],
    evidence: [
      reply.evidence,
      pointAt(files, /\) WriteHeader\(|\.WriteHeader\(\w+\.\w+\)/, 'one place that an answer goes through'),
      server.log.evidence,
    ],
  });
}

function problemOf(files: Files, known: Known, reply: Reply): keyof typeof hints | undefined {
  if (reply.status !== known.status) return 'status';
  if (!hasLine(files, known.line) || (known.typeText === 'application/json' && !hasLine(files, jsonType)))
    return undefined;
  if (!known.body.test(reply.body.trim())) return 'body';
  return known.type.test(reply.header('content-type')) ? undefined : 'type';
}

/** What the starter's writeJSON begins with. */
const jsonType = 'w.Header().Set("Content-Type", "application/json")';

/** Whether the learner's code still has a line of the starter: what was rewritten may say something else. */
export const hasLine = (files: Files, line: string): boolean =>
  files
    .list()
    .filter((file) => file.endsWith('.go'))
    .some((file) => (files.read(file) ?? '').includes(line));

const hints = {
  status:
    'A layer around the routes hands on what they answer. The WriteHeader of a wrapper calls that of the writer inside it, once and with the same status; a layer that keeps an answer back sends its status, too, before its body.',
  type: 'The routes say what they send. Set a Content-Type only where a layer makes the answer itself; a layer that keeps an answer back copies its headers to w.Header() before it calls WriteHeader.',
  body: 'A layer around the routes hands on what they answer: the Write of a wrapper gives every byte to the writer inside it. The routes themselves stay as the starter has them.',
};
