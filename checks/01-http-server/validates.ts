import { check, failIf } from '#kit';
import { type Allowed, allowed, incomplete, type Refused, refused } from './bodies.ts';
import { notRefused, notTaken, storedAnyway } from './findings/validates.ts';
import { type Api, expectError, expectTaken, openApi } from './scene.ts';
import { type NewUser, someone } from './users.ts';

/** What cannot be a user → 400, and it is not stored; what just fits is taken. */
export const validates = check(
  'validates',
  'answers 400 to anything that is not a valid user',
  { lesson: 'JSON in' },
  async (context) => {
    const api = await openApi(context);
    await expectNoLeftovers(api);
    for (const one of refused) await expectRefused(api, one);
    for (const one of allowed) await expectAllowed(api, one);
    expectTaken(await api.post(someone(), 'POST /api/users with a valid user after the invalid ones'));
    await expectNotStored(api);
  },
);

async function expectRefused(api: Api, { body, because, hint, field }: Refused): Promise<void> {
  const answer = await api.post(body, `POST /api/users with ${because}`);
  expectError(answer, 400, notRefused(answer, hint, { field }));
}

/** A variable that outlives its request still holds the user before. */
async function expectNoLeftovers(api: Api): Promise<void> {
  const before: NewUser[] = [];
  for (const { body, because, hint, field } of incomplete) {
    const valid = someone();
    before.push(valid);
    expectTaken(await api.post(valid, 'POST /api/users with a valid user before the invalid ones'));
    const answer = await api.post(body, `POST /api/users with ${because}, after a valid user`);
    expectError(answer, 400, notRefused(answer, hint, { before, field }));
  }
}

async function expectAllowed(api: Api, { name, because, hint }: Allowed): Promise<void> {
  const request = `POST /api/users with ${because}, which is allowed`;
  const answer = await api.post({ ...someone(), name }, request);
  expectTaken(answer, [...name].length < 100 ? hint : notTaken(answer, hint));
}

/** One valid user before each of the first invalid ones, what just fits, and the last. */
const accepted = incomplete.length + allowed.length + 1;

async function expectNotStored(api: Api): Promise<void> {
  const answer = await api.get('/api/users', 'GET /api/users after the invalid users');
  failIf(storedAnyway(answer, accepted));
}
