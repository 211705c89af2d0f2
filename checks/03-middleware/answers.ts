/** What the answers of middleware are measured by. */
import { describe, type Evidence, type Files, fail, type Reply } from '#kit';

const httpError =
  'http.Error sends its text as text/plain. Set the Content-Type yourself, then WriteHeader, then write the JSON.';

/** An error made by middleware: a JSON object with a text under "error", sent as application/json. */
export function jsonError(reply: Reply): 'ok' | 'type' | 'body' {
  const json = reply.json as { error?: unknown } | null | undefined;
  if (typeof json !== 'object' || json === null || typeof json.error !== 'string' || json.error === '') return 'body';
  return /^application\/(?:[\w.-]+\+)?json\b/i.test(reply.header('content-type')) ? 'ok' : 'type';
}

/** Fails when the reply, whose status is right, is not a JSON error. */
export function demandJsonError(what: string, reply: Reply, evidence: (Evidence | undefined)[]): void {
  const problem = jsonError(reply);
  if (problem === 'ok') return;
  fail({
    summary:
      problem === 'type'
        ? `The ${reply.status} for ${what} holds JSON, but its Content-Type says ${reply.header('content-type') || 'nothing'}.`
        : `The ${reply.status} for ${what} is not a JSON error.`,
    expected: `status ${reply.status}, Content-Type application/json, body {"error":"…"}`,
    actual: `${describe(reply)}, Content-Type ${reply.header('content-type') || '(none)'}`,
    hint: httpError,
    evidence: [reply.evidence, ...evidence],
  });
}

/**
 * http.TimeoutHandler's own 503 (net/http/server.go, timeoutHandler.errorBody): its HTML, or a text of the learner's whose
 * type net/http guesses. http.Error leaves another mark: `nosniff` and a newline at the end.
 */
export function timeoutHandlersOwn(reply: Reply): boolean {
  if (reply.body === '<html><head><title>Timeout</title></head><body><h1>Timeout</h1></body></html>') return true;
  const byHttpError = reply.header('x-content-type-options') === 'nosniff' && reply.body.endsWith('\n');
  return reply.body !== '' && !byHttpError && !/json/i.test(reply.header('content-type'));
}

/** The learner's first line of code that matches, as evidence; where only a comment does (the starter's STEPs), the place for it. */
export function pointAt(files: Files, pattern: RegExp, title?: string): Evidence | undefined {
  const code = files.locate(new RegExp(`^(?!\\s*//).*(?:${pattern.source})`, pattern.flags), /(?<!_test)\.go$/);
  if (code) return files.excerpt(code, title);
  const comment = files.locate(pattern, /\.go$/);
  return comment && files.excerpt(comment, 'the place for it');
}
