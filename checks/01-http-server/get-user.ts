import { check, failIf } from '#kit';
import { notMalformed, notUnknown, stuck } from './findings/get-user.ts';
import { type Api, expectError, expectTaken, expectUser, openApi, seed } from './scene.ts';
import { idOf, someone, type User } from './users.ts';

/** GET /api/users/{id} → the user; unknown id → 404 JSON; malformed id → 400 JSON. */
export const getUser = check(
  'get-user',
  'answers GET /api/users/{id}, with 404 for unknown and 400 for malformed ids',
  { lesson: 'Routes: method and path' },
  async (context) => {
    const api = await openApi(context);
    const users: User[] = [];
    for (const user of [someone(), someone('Grace'), someone('Linus')])
      users.push({ ...user, id: await seed(api, user) });
    for (const user of users) expectUser(await api.get(`/api/users/${user.id}`), 200, user);
    await expectUnknown(api, nobody, 'a user that does not exist');
    const later = await expectGoesOn(api, 'a user that does not exist');
    await expectNextUnknown(api, [...users.map(({ id }) => id), later]);
    for (const id of ['abc', '0', '-1', '1.5', '0x1', '1e0']) await expectMalformed(api, id);
    await expectGoesOn(api, 'malformed ids');
    const [first] = users as [User];
    expectUser(await api.get(`/api/users/${first.id}`, `GET /api/users/${first.id}, asked again`), 200, first);
  },
);

/** Ids may be random, but nobody will ever be given this one. */
const nobody = 999_999_999n;

async function expectUnknown(api: Api, id: bigint, words: string): Promise<void> {
  const answer = await api.get(`/api/users/${id}`, `GET /api/users/${id}, ${words}`);
  expectError(answer, 404, notUnknown(answer));
}

/** The first id that nobody has yet, where a slice ends. Large ids are left alone: they are not given in a row. */
async function expectNextUnknown(api: Api, ids: string[]): Promise<void> {
  const next = ids.reduce((most, id) => (BigInt(id) > most ? BigInt(id) : most), 0n) + 1n;
  if (next < nobody) await expectUnknown(api, next, 'one more than the largest id so far');
}

async function expectMalformed(api: Api, id: string): Promise<void> {
  const answer = await api.get(`/api/users/${id}`, `GET /api/users/${id}, which is not a positive decimal integer`);
  expectError(answer, 400, notMalformed(answer, id));
}

/** An early return that leaves a lock locked stops only what comes after it: writers, where it is a read lock. */
async function expectGoesOn(api: Api, after: string): Promise<string> {
  const answer = await api.post(someone(), `POST /api/users after GET requests for ${after}`);
  failIf(stuck(answer));
  expectTaken(answer);
  return idOf(answer.reply) ?? '1';
}
