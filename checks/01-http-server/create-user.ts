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
    const zoe = someone(`  Zoë "Zo" <O'Łovelace> & 李`);
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
  },
);

async function create(api: Api, wanted: NewUser): Promise<User> {
  const answer = await api.post(wanted);
  const user = await expectUser(answer, 201, wanted);
  expectLocation(answer, user, api);
  return user;
}

/** A Location may be a whole URL: RFC 9110, 10.2.2, lets the client resolve it. */
function expectLocation(answer: Answer, user: User, api: Api): void {
  const location = answer.reply.header('location');
  const path = URL.canParse(location, api.server.url('/')) ? new URL(location, api.server.url('/')).pathname : '';
  if (location !== '' && path === `/api/users/${user.id}`) return;
  fail({
    summary:
      location === ''
        ? 'POST /api/users: there is no Location header.'
        : 'POST /api/users: Location does not name the new user.',
    expected: `Location: /api/users/${user.id}`,
    actual: location === '' ? 'no Location header' : `Location: ${location}`,
    hint: 'Set it with w.Header().Set("Location", …) before the status is written: what is set after WriteHeader (or writeJSON) is lost.',
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
