import { check, fail } from '#kit';
import { type Answer, type Api, look, openApi } from './api.ts';
import { expectUser, type NewUser, someone, type User } from './users.ts';

/** POST → 201, Location, and the user can then be fetched; two users get two ids. */
export const createUser = check(
  'create-user',
  'creates users with POST /api/users',
  { lesson: 'JSON in' },
  async (context) => {
    const api = await openApi(context);
    const first = await create(api, someone());
    // A name as people have them: spaces around it stay, quotes and < have to be escaped in JSON, not in the name.
    // And as programs send them: what is no letter stays, too.
    const zoe = someone(`  Zoë "Zo"\t<O'Łovelace>\n & 李\u007f`);
    const second = await create(api, { ...zoe, name: `${zoe.name} ` });
    if (first.id === second.id) sameId(first, second, context.files);
    for (const user of [first, second]) {
      const answer = await api.get(`/api/users/${user.id}`, `GET /api/users/${user.id} after the user was created`);
      await expectUser(
        answer,
        200,
        user,
        'The user was created a moment ago, so it has to be found: is it really put into the store?',
      );
    }
    await expectTwin(api, first, context.files);
  },
);

/** Nothing in the contract makes a name or an e-mail unique. */
async function expectTwin(api: Api, { id, name, email }: User, files: Answer['files']): Promise<void> {
  const did = 'POST /api/users with the name and the e-mail of an earlier user';
  const twin = await create(api, { name, email }, did, unique);
  if (twin.id === id) sameId({ id, name, email }, twin, files);
  for (const one of [id, twin.id]) {
    const answer = await api.get(
      `/api/users/${one}`,
      `GET /api/users/${one}, one of two users with equal name and e-mail`,
    );
    await expectUser(answer, 200, { id: one, name, email }, unique);
  }
}

const unique =
  'Two users may have the same name and the same e-mail: only the id tells them apart. Store each of them under its id, and refuse neither.';

async function create(api: Api, wanted: NewUser, did?: string, hint?: string): Promise<User> {
  const answer = await api.post(wanted, did);
  const user = await expectUser(answer, 201, wanted, hint);
  expectLocation(answer, user, api);
  return user;
}

/** A Location may be a whole URL: RFC 9110, 10.2.2, lets the client resolve it. */
function expectLocation(answer: Answer, user: User, api: Api): void {
  const location = answer.reply.header('location');
  const base = api.server.url('/api/users');
  const path = URL.canParse(location, base) ? new URL(location, base).pathname : '';
  if (location !== '' && path === `/api/users/${user.id}`) return;
  fail({
    summary:
      location === ''
        ? 'POST /api/users: there is no Location header.'
        : 'POST /api/users: Location does not name the new user.',
    expected: `Location: /api/users/${user.id}`,
    actual: location === '' ? 'no Location header' : `Location: ${location}`,
    hint:
      location !== '' && !/^\/|:/.test(location)
        ? `Without a slash at its beginning it is relative to the path of the request, so a client goes to ${path}.`
        : 'Set it with w.Header().Set("Location", …) before the status is written: what is set after WriteHeader (or writeJSON) is lost.',
    evidence: [answer.reply.evidence, look(answer.files, /"[Ll]ocation"/, /StatusCreated|201/)],
  });
}

function sameId(first: User, second: User, files: Answer['files']): never {
  return fail({
    summary: `Two users got the same id, ${first.id}.`,
    expected: 'an id of its own for every user',
    actual: `${first.name.trim()} and ${second.name.trim()} both have id ${second.id}`,
    hint: 'Keep a counter in the store and add one for each user.',
    evidence: [look(files, /ID:|\.ID =/)],
  });
}
