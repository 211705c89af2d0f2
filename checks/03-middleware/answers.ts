/** What the answers of middleware are measured by. */
import { describe, type Evidence, type Files, fail, type Reply } from '#kit';

/** Where the JSON is right and only its type is not, or where it is no JSON error at all: what made it so. */
function wayOut(reply: Reply, problem: 'type' | 'body'): string {
  const json = reply.json as { error?: unknown } | null | undefined;
  if (problem === 'body' && typeof json === 'object' && json !== null && 'error' in json && json.error !== '')
    return 'Under "error" there must be a text, not an object or a number: {"error":"internal error"}. Further keys may stand beside it.';
  if (reply.header('x-content-type-options') === 'nosniff')
    return 'http.Error sends its text as text/plain. Set the Content-Type yourself, then WriteHeader, then write the JSON.';
  return problem === 'type'
    ? 'Where no Content-Type is set, net/http guesses one from the first bytes. w.Header().Set("Content-Type", "application/json") comes before WriteHeader.'
    : 'Set the Content-Type, then WriteHeader, then write the JSON: an object with a text under "error".';
}

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
    hint: wayOut(reply, problem),
    evidence: [reply.evidence, ...evidence],
  });
}

/** A line of code, in whatever way it is imported or called; a comment's word is none. */
const inCode = (files: Files, pattern: RegExp): boolean =>
  files.locate(new RegExp(`^(?!\\s*//).*(?:${pattern.source})`), /(?<!_test)\.go$/) !== undefined;

/**
 * Whether net/http guessed the Content-Type: then it comes behind Date, with the other headers that net/http adds itself
 * (net/http/server.go, chunkWriter.writeHeader). http.Error sets it.
 */
function typeGuessed(reply: Reply): boolean {
  const names = Object.keys(reply.headers);
  return names.indexOf('content-type') > names.indexOf('date');
}

/**
 * http.TimeoutHandler's own 503 (net/http/server.go, timeoutHandler.errorBody): its HTML, or a text of the learner's. What a
 * program without it writes with a guessed type looks the same on the wire, so its code must speak of it. http.Error leaves
 * another mark: `nosniff`, a type that it has set, and a newline at the end.
 */
export function timeoutHandlersOwn(reply: Reply, files: Files): boolean {
  if (reply.body === '<html><head><title>Timeout</title></head><body><h1>Timeout</h1></body></html>') return true;
  if (reply.body === '' || /json/i.test(reply.header('content-type'))) return false;
  if (!inCode(files, /\bTimeoutHandler\b/)) return false;
  const marked = reply.header('x-content-type-options') === 'nosniff' && reply.body.endsWith('\n');
  return !marked || typeGuessed(reply) || !inCode(files, /\bhttp\.Error\(/);
}

/** The learner's first line of code that matches, as evidence; where only a comment does (the starter's STEPs), the place for it. */
export function pointAt(files: Files, pattern: RegExp, title?: string): Evidence | undefined {
  const code = files.locate(new RegExp(`^(?!\\s*//).*(?:${pattern.source})`, pattern.flags), /(?<!_test)\.go$/);
  if (code) return files.excerpt(code, title);
  const comment = files.locate(pattern, /\.go$/);
  return comment && files.excerpt(comment, 'the place for it');
}
