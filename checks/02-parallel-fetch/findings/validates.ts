import { describe, type Finding, finding, isJsonType, type Reply, replyProblem } from '#kit';
import { noRoute } from '../../common/findings/no-route.ts';
import type { Seen } from '../seen.ts';
import { names } from '../upstreams/names.ts';
import { handlerRoute } from './code.ts';
import { errorIn, evidenceOf, wrongErrorType } from './error-answer.ts';

/** What is wrong with the answer to a malformed id; undefined where nothing is. */
export function wrongBadRequest(seen: Seen, reply: Reply): Finding | undefined {
  const asked = names.filter((name) => seen.requests[name].length > 0);
  if (asked.length > 0) return askedAnyway(seen, reply, asked);
  const { error } = errorIn(reply);
  if (replyProblem(reply, { status: 400 }) || error === undefined) return noBadRequest(seen, reply);
  return isJsonType(reply) ? undefined : wrongErrorType(seen, reply);
}

const look = ({ source }: Seen) => source.find(/parseID|strconv\.|PathValue/, handlerRoute);

const askedAnyway = (seen: Seen, reply: Reply, asked: string[]): Finding =>
  finding({
    summary: `GET /api/dashboard/${seen.id} made the program ask ${asked.join(' and ')}, although ${seen.id} is not a valid id.`,
    expected: 'status 400, and no request to any upstream',
    actual: `${asked.map((name) => `${name} was asked`).join(', ')}; ${describe(reply)}`,
    hint: 'Check the id first: r.PathValue("id"), then parseID, then return before any request is made.',
    evidence: [...evidenceOf(seen), look(seen)],
  });

function noBadRequest(seen: Seen, reply: Reply): Finding {
  const route = noRoute(reply, { method: 'GET', path: `/api/dashboard/${seen.id}` }, seen.source);
  return finding({
    summary: `GET /api/dashboard/${seen.id} was not answered with 400 and an error in JSON.`,
    expected: 'status 400 with {"error":"…"}',
    actual: describe(reply),
    hint:
      route?.hint ??
      'An id is a positive decimal integer: parse it with strconv.ParseInt, then check that it is at least 1.',
    evidence: [...(route ? [route.code] : []), ...evidenceOf(seen), route ? undefined : look(seen)],
  });
}
