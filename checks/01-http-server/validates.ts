import { check, type Evidence, fail, type Json, parseJson } from '#kit';
import { type Answer, type Api, expectError, expectStatus, look, openApi } from './api.ts';
import { type NewUser, seededId, someone, userOf } from './users.ts';

type Refused = { body: string; because: string; hint?: string };

const email = 'somebody@example.com';
const json = JSON.stringify;
const long = (length: number) => 'é'.repeat(length);

const blank = 'strings.TrimSpace(name) == "" is true for a missing name, an empty one and one of white space alone.';
const types =
  'Decode into a struct with string fields: Decode then returns an error for a number or a list, and the answer to every error of Decode is 400.';
const counting = 'Count code points with utf8.RuneCountInString: len counts bytes, and é has two of them.';
const sent =
  'Spaces are code points too, and the name is stored as it was sent: count the original, not what strings.TrimSpace made of it.';

const taken: { name: string; because: string; hint: string }[] = [
  { name: long(100), because: 'a name of 100 code points', hint: counting },
  {
    name: '🦫'.repeat(100),
    because: 'a name of 100 emoji, one code point each',
    hint: 'Count code points with utf8.RuneCountInString: such an emoji has four bytes, and two units in UTF-16, which is what Java’s length() counts.',
  },
  { name: 'X', because: 'a name of one letter', hint: 'Only a blank name is too short.' },
];

/** What a variable that outlives its request still holds of the user before. */
const afterUser: Refused[] = [
  { body: json({ email }), because: 'no name', hint: blank },
  { body: json({ name: 'Ada' }), because: 'no e-mail' },
];

const refused: Refused[] = [
  { body: '{"name":"Ada","email":', because: 'JSON that breaks off', hint: types },
  { body: 'name=Ada', because: 'a body that is not JSON', hint: types },
  { body: '', because: 'no body', hint: 'Decode returns io.EOF for an empty body. Every error of Decode is a 400.' },
  { body: json({ name: '', email }), because: 'an empty name', hint: blank },
  { body: json({ name: ' \t ', email }), because: 'a name of white space alone', hint: blank },
  { body: json({ name: long(101), email }), because: 'a name of 101 code points', hint: counting },
  {
    body: json({ name: ` ${long(99)} `, email }),
    because: 'a name of 101 code points, two of them spaces',
    hint: sent,
  },
  { body: json({ name: 'Ada', email: 'ada.example.com' }), because: 'an e-mail without @' },
  { body: json({ name: 42, email }), because: 'a number as the name', hint: types },
  { body: json({ name: 'Ada', email: ['a@b'] }), because: 'a list as the e-mail', hint: types },
  { body: json([{ name: 'Ada', email }]), because: 'an array instead of an object', hint: types },
  {
    body: 'null',
    because: 'null instead of an object',
    hint: 'Decode turns null into a nil pointer, and leaves a struct as it was: decode into a struct, not into a pointer to one, and its name is blank.',
  },
];

/** What cannot be a user → 400, and it is not stored; what just fits is taken. */
export const validates = check(
  'validates',
  'refuses what is not a user with 400',
  { lesson: 'JSON in' },
  async (context) => {
    const api = await openApi(context);
    const before: NewUser[] = [];
    for (const one of afterUser) {
      const right = someone();
      before.push(right);
      await expectTaken(await api.post(right, 'POST /api/users with a right user before the wrong ones'));
      const answer = await api.post(one.body, `POST /api/users with ${one.because}, after a right user`);
      await expectError(answer, 400, leftover(answer, before) ?? hintFor(answer, one), placeFor(answer));
    }
    for (const one of refused) {
      const answer = await api.post(one.body, `POST /api/users with ${one.because}`);
      await expectError(answer, 400, hintFor(answer, one), placeFor(answer));
    }
    for (const { name, because, hint } of taken)
      await expectTaken(
        await api.post({ ...someone(), name }, `POST /api/users with ${because}, which is allowed`),
        hint,
      );
    await expectTaken(await api.post(someone(), 'POST /api/users with a right user after the wrong ones'));
    await expectNotStored(api);
  },
);

function leftover({ reply }: Answer, before: NewUser[]): string | undefined {
  return reply.status < 300 && before.some((user) => reply.body.includes(user.name) || reply.body.includes(user.email))
    ? 'The new user got a part of the one before: Decode leaves a field alone that is missing in the JSON. Decode into a new variable for every request, var input newUser inside the handler, not into one that is kept or comes from a pool.'
    : undefined;
}

function hintFor({ reply }: Answer, { hint }: Refused): string | undefined {
  if (reply.status >= 500)
    return 'What the client got wrong is the client’s fault: 400. A 5xx says that the server broke.';
  return reply.status < 300 || reply.status === 422
    ? (hint ?? 'Check it, answer with writeError, and return.')
    : undefined;
}

function placeFor({ reply, files }: Answer): Evidence | undefined {
  return reply.status < 300 || reply.status >= 500
    ? look(files, /\.Decode\(/, /json\.Unmarshal\(/, /TrimSpace/)
    : undefined;
}

/** 201 or, for this check, any other 2xx: the right one is the business of create-user. */
export async function expectTaken(answer: Answer, hint?: string): Promise<void> {
  if (seededId(answer) !== undefined) return;
  await expectStatus(answer, 201, hint, look(answer.files, /RuneCount|len\(.*[nN]ame\)/));
}

/** The right users: one before each of the first wrong ones, what just fits, and the last. */
const accepted = afterUser.length + taken.length + 1;

/** Judged only where the list can be read: the list itself is another check's business. */
async function expectNotStored(api: Api): Promise<void> {
  const answer = await api.get('/api/users', 'GET /api/users after the wrong users');
  const list: Json | undefined = parseJson(answer.reply.body);
  if (!Array.isArray(list) || list.length <= accepted) return;
  const wrong = list
    .map(userOf)
    .find(
      (user) =>
        user === undefined || user.name.trim() === '' || [...user.name].length > 100 || !user.email.includes('@'),
    );
  if (wrong === undefined) return;
  fail({
    summary: `A user that was refused with 400 is in the list all the same: ${JSON.stringify({ name: wrong.name, email: wrong.email })}.`,
    expected: 'what is refused is not stored',
    actual: `${list.length} users in the list, ${accepted} were accepted`,
    hint: 'Check first, store afterwards; and after writeError comes a return.',
    evidence: [...answer.evidence, look(answer.files, /writeError\(/)],
  });
}
