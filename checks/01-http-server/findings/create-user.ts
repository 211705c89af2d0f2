/** POST /api/users. */
import { type Finding, finding, inText, type Source } from '#kit';
import { answering } from '../../common/routes/answering.ts';
import type { User } from '../users.ts';
import { type Answer, codeOf } from './answer.ts';

/** A Location may be a whole URL or relative: RFC 9110, 10.2.2, lets the client resolve it against that of the request. */
export function wrongLocation(answer: Answer, user: User, requestUrl: string): Finding | undefined {
  const { reply } = answer;
  const location = reply.header('location');
  const path = URL.canParse(location, requestUrl) ? new URL(location, requestUrl).pathname : '';
  if (location !== '' && path === `/api/users/${user.id}`) return undefined;
  const asRune = codeOf(answer).source.find(/\bstring\((?:rune\()?[\w.]*[iI][dD]\b/);
  const relative = location !== '' && !/^\/|:/.test(location);
  return finding({
    summary:
      location === ''
        ? 'POST /api/users: there is no Location header.'
        : 'POST /api/users: Location does not name the new user.',
    expected: `Location: /api/users/${user.id}`,
    actual: location === '' ? 'no Location header' : `Location: ${location}`,
    hint: asRune
      ? runes
      : relative
        ? `Without a slash at the beginning it is relative to the path of the request, so a client goes to ${path}.`
        : 'Set it with w.Header().Set("Location", …) before the status is written: what is set after WriteHeader (or writeJSON) is lost.',
    evidence: [reply.evidence, asRune ?? codeOf(answer).find(inText(/"[Ll]ocation"/), /StatusCreated|201/)],
  });
}

const runes =
  'string(n) makes the character that has this number, not its digits: string(rune(65)) is "A". Write strconv.FormatInt(n, 10), or %d with fmt.Sprintf.';

export function sameId(first: User, second: User, source: Source): Finding | undefined {
  if (first.id !== second.id) return undefined;
  return finding({
    summary: `Two users got the same id, ${first.id}.`,
    expected: 'an id of its own for every user',
    actual: `${first.name.trim()} and ${second.name.trim()} both have id ${second.id}`,
    hint: 'Keep a counter in the store and add one for each user.',
    evidence: [answering({ method: 'POST', path: '/api/users' }, source).find(/\b(ID|Id):|\.(ID|Id) =/)],
  });
}
