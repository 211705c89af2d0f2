import { describe, type Finding, finding, holdsSeveral, isJsonType, type Reply, replyProblem } from '#kit';
import { forgottenReturn } from '../../common/code/forgotten-return.ts';
import { noRoute } from '../../common/findings/no-route.ts';
import { codeOf, lookAt, type Seen } from '../seen.ts';
import { names } from '../upstreams/names.ts';
import { errorIn, evidenceOf, writtenTwice, wrongErrorType } from './error-answer.ts';

/** What is wrong with the answer to a malformed id; undefined where nothing is. */
export function wrongBadRequest(seen: Seen, reply: Reply): Finding | undefined {
  const asked = names.filter((name) => seen.requests[name].length > 0);
  if (asked.length > 0) return askedAnyway(seen, reply, asked);
  const { error } = errorIn(reply);
  if (replyProblem(reply, { status: 400 }) || error === undefined) return noBadRequest(seen, reply);
  return isJsonType(reply) ? undefined : wrongErrorType(seen, reply);
}

/** The answer that lacks its return; the status that is wrong; else where the id is read. */
function look(seen: Seen, reply: Reply) {
  const { source } = codeOf(seen);
  const written = reply.status >= 400 ? source.find(statusInCode(reply.status)) : undefined;
  return (
    (holdsSeveral(reply.body) ? forgottenReturn(source, 400) : written) ??
    lookAt(seen, /parseID|strconv\./, /PathValue/)
  );
}

const statusNames: Record<number, string> = {
  404: 'StatusNotFound',
  422: 'StatusUnprocessableEntity',
  500: 'StatusInternalServerError',
  502: 'StatusBadGateway',
};
const statusInCode = (status: number) =>
  new RegExp(`\\b(?:${status}${statusNames[status] ? `|${statusNames[status]}` : ''})\\b`);

const malformed =
  'An id that is not a number can never exist, so it is the request that is wrong: 400, not another status.';

const askedAnyway = (seen: Seen, reply: Reply, asked: string[]): Finding =>
  finding({
    summary: `GET /api/dashboard/${seen.id} made the program ask ${asked.join(' and ')}, although ${seen.id} is not a valid id.`,
    expected: 'status 400, and no request to any upstream',
    actual: `${asked.map((name) => `${name} was asked`).join(', ')}; ${describe(reply)}`,
    hint: holdsSeveral(reply.body)
      ? writtenTwice
      : 'Check the id first: r.PathValue("id"), then parseID, then return before any request is made.',
    evidence: [...evidenceOf(seen), look(seen, reply)],
  });

function noBadRequest(seen: Seen, reply: Reply): Finding {
  const route = noRoute(reply, { method: 'GET', path: `/api/dashboard/${seen.id}` }, seen.source);
  return finding({
    summary: `GET /api/dashboard/${seen.id} was not answered with 400 and an error in JSON.`,
    expected: 'status 400 with {"error":"…"}',
    actual: describe(reply),
    hint:
      route?.hint ??
      (reply.status >= 401 && reply.status < 500 ? malformed : undefined) ??
      'An id is a positive decimal integer: parse it with strconv.ParseInt, then check that it is at least 1.',
    evidence: [...(route ? [route.code] : []), ...evidenceOf(seen), route ? undefined : look(seen, reply)],
  });
}
