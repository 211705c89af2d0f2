/** GET /api/users. */
import { describe, type Finding, finding, inText, type Json } from '#kit';
import { type User, userOf } from '../users.ts';
import { type Answer, codeOf } from './answer.ts';
import { notAUser } from './user.ts';

export function notAnArray(answer: Answer, document: Json): Finding {
  const { request, reply } = answer;
  const isNull = document === null;
  return finding({
    summary: isNull ? `${request}: the answer is null.` : `${request}: the answer is not an array.`,
    expected: 'a JSON array of users, [] when there are none',
    actual: describe(reply),
    hint: isNull
      ? 'encoding/json writes a nil slice as null. Start with users := []user{} (or make([]user, 0)) instead of var users []user.'
      : 'The array itself is the document, without an object around it.',
    evidence: [
      reply.evidence,
      codeOf(answer).find(...(isNull ? [/var \w+ \[\]/, /\[\]\*?\w*[uU]ser/] : [inText(/map\[string\]\w+\{"/)])),
    ],
  });
}

export function notEmpty(answer: Answer, list: readonly Json[]): Finding | undefined {
  if (list.length === 0) return undefined;
  return finding({
    summary: 'The list is not empty at the start.',
    expected: '[]',
    actual: `${list.length} entries before any user was created`,
    hint: 'The store starts empty, without sample users.',
    evidence: [answer.reply.evidence, codeOf(answer).find(/make\(\[\][^,()]+,\s*[^0\s]/)],
  });
}

/** An entry that is no user, a user that is missing, twice there or changed, or an entry too many. */
export function notEveryone(answer: Answer, list: readonly Json[], wanted: readonly User[]): Finding | undefined {
  const users = list.map((entry) => userOf(entry));
  const strange = users.indexOf(undefined);
  if (strange >= 0) return notAUser(answer, list[strange] ?? null, `entry ${strange + 1} of the list`);
  const missing = wanted.filter((user) => !users.some((entry) => isSame(entry, user)));
  const twice = wanted.find((user) => users.filter((entry) => entry?.id === user.id).length > 1);
  if (missing.length > 0) return lost(answer, list, wanted, missing);
  if (twice === undefined && list.length === wanted.length) return undefined;
  return finding({
    summary: `${answer.request}: the list has ${list.length} entries for ${wanted.length} users.`,
    expected: each(wanted),
    actual: `${list.length} entries${twice ? `, user ${twice.id} more than once` : ''}`,
    hint: 'Build a new list for every request, in a variable of the handler.',
    evidence: [answer.reply.evidence, slices(answer)],
  });
}

function lost(answer: Answer, list: readonly Json[], wanted: readonly User[], missing: readonly User[]): Finding {
  const [first] = missing;
  return finding({
    summary: `${answer.request}: ${missing.length} of ${wanted.length} users are not in the list as they were created.`,
    expected: each(wanted),
    actual: `${list.length} entries; user ${first?.id} (${JSON.stringify(first?.name)}) is missing or changed`,
    hint: 'The answer is the whole list: no pages, no limit. Every user has an entry of its own in the store.',
    evidence: [answer.reply.evidence, slices(answer)],
  });
}

const isSame = (a: User | undefined, b: User) => a?.id === b.id && a.name === b.name && a.email === b.email;
const each = (wanted: readonly User[]) => `each of the ${wanted.length} users once`;

/** Where a list is cut, else where it grows. */
const slices = (answer: Answer) => codeOf(answer).find(inText(/\[[^\]]*:[^\]]*\]|[lL]imit\b|[pP]age\b/), /append\(/);
