import { check, describe, fail } from '#kit';
import { type Answer, type Api, expectError, look, openApi } from './api.ts';
import { expectUser, type NewUser, seed, seededId, someone } from './users.ts';
import { expectTaken } from './validates.ts';

/** GET /api/users/{id} → the user; unknown id → 404 JSON; malformed id → 400 JSON. */
export const getUser = check(
  'get-user',
  'answers GET /api/users/{id}, with 404 for unknown and 400 for malformed ids',
  { lesson: 'Routes: method and path' },
  async (context) => {
    const api = await openApi(context);
    const users = [someone(), someone('Grace'), someone('Linus')];
    const ids: string[] = [];
    for (const user of users) ids.push(await seed(api, user));
    for (const [index, user] of users.entries()) {
      const id = String(ids[index]);
      await expectUser(await api.get(`/api/users/${id}`), 200, { ...user, id });
    }
    const unknown = await api.get(`/api/users/${nobody}`, `GET /api/users/${nobody}, a user that does not exist`);
    await expectError(unknown, 404, unknownHint(unknown));
    ids.push(await expectGoesOn(api, 'a user that does not exist'));
    await expectNextUnknown(api, ids);
    for (const id of ['abc', '0', '-1', '1.5', '0x1', '1e0']) {
      const answer = await api.get(`/api/users/${id}`, `GET /api/users/${id}, which is not a positive decimal integer`);
      const code = look(
        context.files,
        /strconv\.(Atoi|ParseInt|ParseUint|ParseFloat)/,
        /PathValue\(/,
        /\/api\/users\/"/,
      );
      await expectError(answer, 400, malformedHint(id), answer.reply.status === 400 ? undefined : code);
    }
    await expectGoesOn(api, 'malformed ids');
    const [first, id = ''] = [users[0] as NewUser, ids[0]];
    await expectUser(await api.get(`/api/users/${id}`, `GET /api/users/${id}, asked again`), 200, { ...first, id });
  },
);

/** Ids may be given at random, but that somebody gets this one will not happen. */
const nobody = 999_999_999;

/** An early return that leaves a lock locked stops only what comes after it: writers, where it is a read lock. */
async function expectGoesOn(api: Api, after: string): Promise<string> {
  const did = `POST /api/users after GET requests for ${after}`;
  const answer = await api.post(someone(), did);
  if (answer.reply.outcome !== 'timed-out') {
    await expectTaken(answer);
    return seededId(answer) ?? '1';
  }
  return fail({
    summary: `${did}: no answer comes any more. Before these requests it was answered.`,
    expected: 'the new user, as before',
    actual: describe(answer.reply),
    hint: 'One of them probably left a lock locked: a return between Lock (or RLock) and Unlock. Write defer s.mu.Unlock() (or RUnlock) right after the lock is taken; it also runs on an early return.',
    evidence: [...answer.evidence, look(answer.files, /\.R?Lock\(\)\s*(?!.*Unlock)/)],
  });
}

/** The first id that nobody has yet, where a slice ends. Large ids are left alone: they are not given in a row. */
async function expectNextUnknown(api: Api, ids: string[]): Promise<void> {
  const next = ids.reduce((most, id) => (BigInt(id) > most ? BigInt(id) : most), 0n) + 1n;
  if (next >= BigInt(nobody)) return;
  const did = `GET /api/users/${next}, one more than the largest id so far`;
  const answer = await api.get(`/api/users/${next}`, did);
  await expectError(answer, 404, unknownHint(answer));
}

const unknownHint = (answer: Answer) =>
  answer.reply.status === 200
    ? 'A map gives the zero value for a key it does not have. Ask for both: u, ok := users[id], and answer 404 when ok is false.'
    : undefined;

const malformedHint = (id: string) => {
  if (id === '0x1' || id === '1e0')
    return 'Only decimal digits make a decimal integer: strconv.ParseInt(s, 10, 64) returns an error for it. With base 0 instead of 10 it also reads 0x1, and strconv.ParseFloat reads 1e0.';
  return id === '0' || id === '-1'
    ? `${id} is a number, so strconv reads it without an error: check besides that the id is greater than 0. It can belong to nobody, so it is malformed, not unknown.`
    : 'strconv.Atoi and strconv.ParseInt return an error for it: answer 400 then.';
};
