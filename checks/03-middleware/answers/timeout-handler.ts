/** Recognises http.TimeoutHandler's own 503, which the contract accepts as it is. */
import type { Reply, Source } from '#kit';
import { sentByHttpError } from './json-error.ts';

/** net/http/server.go, timeoutHandler.errorBody. */
const ownHtml = '<html><head><title>Timeout</title></head><body><h1>Timeout</h1></body></html>';

/**
 * Its HTML, or a text of the learner's. On the wire the latter looks like what any handler writes with a guessed type, so
 * the code must mention TimeoutHandler. http.Error leaves another mark: `nosniff`, a type that was set, a final newline.
 */
export function isTimeoutHandlers(reply: Pick<Reply, 'body' | 'header' | 'headers'>, source: Source): boolean {
  if (reply.body === ownHtml) return true;
  if (reply.body === '' || /json/i.test(reply.header('content-type'))) return false;
  if (!source.has(/\bTimeoutHandler\b/)) return false;
  const marked = sentByHttpError(reply) && reply.body.endsWith('\n');
  return !marked || isTypeGuessed(reply) || !source.has(/\bhttp\.Error\(/);
}

/**
 * A Content-Type that net/http guesses comes after Date, with the other headers that net/http adds itself
 * (net/http/server.go, chunkWriter.writeHeader). http.Error sets it.
 */
function isTypeGuessed({ headers }: Pick<Reply, 'headers'>): boolean {
  const names = Object.keys(headers);
  return names.indexOf('content-type') > names.indexOf('date');
}
