import { check, describe, fail, type Json } from '#kit';
import { type Answer, expectJson, look, openApi } from './api.ts';
import { notAUser, seed, someone, type User, userOf } from './users.ts';

/** GET /api/users → [] at the start, then every user once. */
export const lists = check(
  'lists',
  'lists every user once with GET /api/users',
  { lesson: 'JSON out' },
  async (context) => {
    const api = await openApi(context);
    const empty = await api.get('/api/users', 'GET /api/users before any user exists');
    const nothing = expectArray(empty, await expectJson(empty, 200));
    if (nothing.length > 0)
      fail({
        summary: 'The list is not empty at the start.',
        expected: '[]',
        actual: `${nothing.length} entries before any user was created`,
        hint: 'The store starts empty: no sample users.',
        evidence: empty.evidence,
      });
    const users = Array.from({ length: 25 }, () => someone());
    const wanted: User[] = [];
    for (const user of users) wanted.push({ ...user, id: await seed(api, user) });
    // Twice: a list that is collected in one place for all requests grows with each of them.
    for (const time of ['', ', asked again']) {
      const answer = await api.get('/api/users', `GET /api/users with ${wanted.length} users${time}`);
      expectAll(answer, expectArray(answer, await expectJson(answer, 200)), wanted);
    }
  },
);

export function expectArray(answer: Answer, document: Json): Json[] {
  if (Array.isArray(document)) return document;
  return fail({
    summary: document === null ? `${answer.did}: the answer is null.` : `${answer.did}: the answer is not an array.`,
    expected: 'a JSON array of users, [] when there are none',
    actual: describe(answer.reply),
    hint:
      document === null
        ? 'encoding/json writes a nil slice as null. Begin with users := []user{} (or make([]user, 0)) instead of var users []user.'
        : 'The array itself is the document, without an object around it.',
    evidence: [...answer.evidence, look(answer.files, /var \w+ \[\]/, /\[\]\*?\w*[uU]ser/)],
  });
}

/** Every one of `wanted` is in the list exactly once, and nobody else. */
export function expectAll(answer: Answer, list: Json[], wanted: User[]): void {
  const found = list.map((entry) => userOf(entry));
  const strange = found.indexOf(undefined);
  if (strange >= 0) fail(notAUser(answer, list[strange] ?? null, `entry ${strange + 1} of the list`));
  const same = (a: User | undefined, b: User) => a?.id === b.id && a.name === b.name && a.email === b.email;
  const missing = wanted.filter((user) => !found.some((entry) => same(entry, user)));
  const twice = wanted.filter((user) => found.filter((entry) => entry?.id === user.id).length > 1);
  if (missing.length === 0 && twice.length === 0 && list.length === wanted.length) return;
  const [lost] = missing;
  fail({
    summary: lost
      ? `${answer.did}: ${missing.length} of ${wanted.length} users are not in the list as they were created.`
      : `${answer.did}: the list has ${list.length} entries for ${wanted.length} users.`,
    expected: `each of the ${wanted.length} users once`,
    actual: lost
      ? `${list.length} entries; user ${lost.id} (${JSON.stringify(lost.name)}) is missing or changed`
      : `${list.length} entries${twice[0] ? `, user ${twice[0].id} more than once` : ''}`,
    hint: lost
      ? 'The whole list is the answer: no pages, no limit. Every user has an entry of its own in the store.'
      : 'Build the list anew for every request, in a variable of the handler.',
    evidence: [...answer.evidence, look(answer.files, /\[[^\]]*:[^\]]*\]|[lL]imit\b|[pP]age\b/, /append\(/)],
  });
}
