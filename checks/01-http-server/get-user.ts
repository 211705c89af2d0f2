import { check } from '#kit';
import { type Answer, expectError, look, openApi } from './api.ts';
import { expectUser, seed, someone } from './users.ts';

/** GET /api/users/{id} → the user; unknown id → 404 JSON; malformed id → 400 JSON. */
export const getUser = check(
  'get-user',
  'answers GET /api/users/{id}, with 404 for unknown and 400 for malformed ids',
  { lesson: 'Routes: method and path' },
  async (context) => {
    const api = await openApi(context);
    const users = [someone(), someone('Grace'), someone('Linus')];
    const ids = [];
    for (const user of users) ids.push(await seed(api, user));
    for (const [index, user] of users.entries()) {
      const id = String(ids[index]);
      await expectUser(await api.get(`/api/users/${id}`), 200, { ...user, id });
    }
    const unknown = await api.get(`/api/users/${nobody}`, `GET /api/users/${nobody}, a user that does not exist`);
    await expectError(unknown, 404, unknownHint(unknown));
    for (const id of ['abc', '0', '-1', '1.5']) {
      const answer = await api.get(`/api/users/${id}`, `GET /api/users/${id}, which is not a positive integer`);
      const code = look(context.files, /strconv\.(Atoi|ParseInt|ParseUint)/, /PathValue\(/, /\/api\/users\/"/);
      await expectError(answer, 400, malformedHint(id), answer.reply.status === 400 ? undefined : code);
    }
  },
);

/** Ids may be given at random, but that somebody gets this one will not happen. */
const nobody = 999_999_999;

const unknownHint = (answer: Answer) =>
  answer.reply.status === 200
    ? 'A map gives the zero value for a key it does not have. Ask for both: u, ok := users[id], and answer 404 when ok is false.'
    : undefined;

const malformedHint = (id: string) =>
  id === '0' || id === '-1'
    ? `${id} is a number, so strconv reads it without an error: check besides that the id is greater than 0. It can belong to nobody, so it is malformed, not unknown.`
    : 'strconv.Atoi and strconv.ParseInt return an error for it: answer 400 then.';
