import { type CheckContext, check, failIf } from '#kit';
import { sameId, wrongLocation } from './findings/create-user.ts';
import { type Api, expectUser, openApi } from './scene.ts';
import { type NewUser, someone, type User } from './users.ts';

/** POST → 201, Location, and the user can then be fetched; two users get two ids. */
export const createUser = check(
  'create-user',
  'creates users with POST /api/users',
  { lesson: 'JSON in' },
  async (context) => {
    const api = await openApi(context);
    const first = await create(api, someone());
    // A name as people write them: spaces around it stay, and quotes and < are escaped in JSON, not in the name.
    // And as programs send them: characters that are not letters stay too.
    const zoe = someone(`  Zoë "Zo"\t<O'Łovelace>\n & 李\u007f`);
    const second = await create(api, { ...zoe, name: `${zoe.name} ` });
    failIf(sameId(first, second, context.source));
    for (const user of [first, second]) {
      const answer = await api.get(`/api/users/${user.id}`, `GET /api/users/${user.id} after the user was created`);
      expectUser(answer, 200, user, stored);
    }
    await expectTwin(api, first, context);
  },
);

const stored = 'The user was created a moment ago, so it has to be found: is it really put into the store?';
const unique =
  'Two users may have the same name and the same e-mail: only the id tells them apart. Store each of them under its id, and refuse neither.';

/** Nothing in the contract makes a name or an e-mail unique. */
async function expectTwin(api: Api, first: User, { source }: CheckContext): Promise<void> {
  const { name, email } = first;
  const request = 'POST /api/users with the name and the e-mail of an earlier user';
  const twin = await create(api, { name, email }, request, unique);
  failIf(sameId(first, twin, source));
  for (const { id } of [first, twin]) {
    const answer = await api.get(
      `/api/users/${id}`,
      `GET /api/users/${id}, one of two users with equal name and e-mail`,
    );
    expectUser(answer, 200, { id, name, email }, unique);
  }
}

async function create(api: Api, wanted: NewUser, request?: string, hint?: string): Promise<User> {
  const answer = await api.post(wanted, request);
  const user = expectUser(answer, 201, wanted, hint);
  failIf(wrongLocation(answer, user, api.server.url('/api/users')));
  return user;
}
