/** Users as the contract describes them. */
import { describe, fail, type Json, JsonNumber, parseJson } from '#kit';
import { type Answer, type Api, expectJson, look, member } from './api.ts';

export type NewUser = { name: string; email: string };
/** The id keeps its digits: ids above 2^53 are fine, and a JavaScript number would round them. */
export type User = NewUser & { id: string };

let count = 0;

/** A user nobody can have guessed. */
export function someone(name = 'Ada'): NewUser {
  count += 1;
  const mark = `${count}-${Math.random().toString(36).slice(2, 8)}`;
  return { name: `${name} ${mark}`, email: `user-${mark}@example.com` };
}

const isNumber = (value: Json | undefined): value is JsonNumber => value instanceof JsonNumber;
const isText = (value: Json | undefined): value is string => typeof value === 'string';

/** Undefined where it is not a user. Further members do no harm. */
export function userOf(document: Json | undefined): User | undefined {
  const id = member(document, 'id', isNumber)?.text;
  const name = member(document, 'name', isText);
  const email = member(document, 'email', isText);
  if (id === undefined || !/^[1-9]\d*$/.test(id) || name === undefined || email === undefined) return undefined;
  return { id, name, email };
}

/** Status, Content-Type, and a user with that name and e-mail. */
export async function expectUser(answer: Answer, status: number, wanted: NewUser | User, hint?: string): Promise<User> {
  const document = await expectJson(answer, status, hint);
  const user = userOf(document) ?? fail(notAUser(answer, document));
  const wrong = (['id', 'name', 'email'] as const).find((key) => key in wanted && (wanted as User)[key] !== user[key]);
  if (wrong === undefined) return user;
  return fail({
    summary: `${answer.did}: the ${wrong} is not the one of this user.`,
    expected: `${wrong} ${JSON.stringify((wanted as User)[wrong])}`,
    actual: `${wrong} ${JSON.stringify(user[wrong])}`,
    hint:
      wrong === 'name'
        ? 'A name is kept and answered exactly as it was sent, spaces, quotes and foreign letters included: check it with strings.TrimSpace, but store the original.'
        : 'Answer with what was stored for exactly this id.',
    evidence: [
      ...answer.evidence,
      wrong === 'name'
        ? look(
            answer.files,
            /html\.Escape|strings\.(To(Lower|Upper|Title)|NewReplacer|Replace)/,
            /Trim\w*\([^=]*$/,
            /strings\.Fields/,
          )
        : undefined,
    ],
  });
}

/** `which`: the part of the answer that was to be a user. */
export function notAUser(answer: Answer, document: Json, which = 'the answer') {
  const missing = ['id', 'name', 'email'].filter(
    (key) => member(document, key, (v): v is Json => v !== undefined) === undefined,
  );
  const capital = missing.some((key) => new RegExp(`"${key}"\\s*:`, 'i').test(answer.reply.body));
  return {
    summary:
      missing.length > 0
        ? `${answer.did}: ${which} is not a user, it lacks ${missing.join(', ')}.`
        : `${answer.did}: ${which} is not a user as the contract describes it.`,
    expected: '{"id":1,"name":"…","email":"…"} with a positive whole number as id',
    actual: describe(answer.reply),
    hint: isText(member(document, 'id', isText))
      ? 'The id is a string in quotes. Send a number, as in "id":1: a field of type int64 (or another integer), without ",string" in its tag.'
      : capital
        ? 'encoding/json takes the field names as they are, so Name becomes "Name". A struct tag sets the name: `json:"name"`.'
        : 'Only exported fields (with a capital letter) get into JSON, under the name in their struct tag. 0 as an id means that nobody set it.',
    evidence: [
      ...answer.evidence,
      look(answer.files, /^\s+(ID|Id|Name|Email)\s+\w+\s*$/, /json:"id/, /type \w*[uU]ser\w* struct/),
    ],
  };
}

/**
 * Creates a user for a check about something else. Takes any 2xx and any sign of the id, so that one mistake in
 * POST does not turn every check red; returns the id.
 */
export async function seed(
  api: Api,
  user: NewUser = someone(),
  purpose = 'to have a user for this check',
): Promise<string> {
  const answer = await api.post(user, `POST /api/users (${purpose})`);
  return seededId(answer) ?? fail(notCreated(answer));
}

export function seededId({ reply }: Answer): string | undefined {
  if (reply.outcome !== 'answered' || reply.status < 200 || reply.status > 299) return undefined;
  const id =
    member(parseJson(reply.body), 'id', isNumber)?.text ?? /\/api\/users\/(\d+)$/.exec(reply.header('location'))?.[1];
  return id !== undefined && /^[1-9]\d*$/.test(id) ? id : undefined;
}

function notCreated(answer: Answer) {
  return {
    summary: `No user could be created, so the rest could not be tried: ${answer.did} should answer 201 and the user.`,
    expected: 'status 201 and {"id":1,"name":"…","email":"…"}',
    actual: describe(answer.reply),
    hint: 'Make the check create-user pass first: this one builds on it.',
    evidence: [...answer.evidence, look(answer.files, /["` ]\/api\/users"/)],
  };
}
