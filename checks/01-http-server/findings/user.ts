/** Answers that should be a user and are not, or not this one. */
import {
  describe,
  type Finding,
  finding,
  inText,
  invisibleDifference,
  isJsonObject,
  type Json,
  JsonNumber,
  type Source,
  visible,
} from '#kit';
import { appendedToFilled, renamedField } from '../code/slips.ts';
import type { NewUser, User } from '../users.ts';
import type { Answer } from './answer.ts';

/** `which`: the part of the answer that should be a user. */
export function notAUser({ request, reply, source }: Answer, document: Json, which = 'the answer'): Finding {
  const members = isJsonObject(document) ? document : {};
  const missing = ['id', 'name', 'email'].filter((key) => members[key] === undefined);
  const slip = zeroValue(document) ? appendedToFilled(source) : missing[0] && renamedField(source, missing[0]);
  const capital = missing.some((key) => new RegExp(`"${key}"\\s*:`, 'i').test(reply.body));
  return finding({
    summary:
      missing.length > 0
        ? `${request}: ${which} is not a user: it lacks ${missing.join(', ')}.`
        : `${request}: ${which} is not a user as the contract describes it.`,
    expected: '{"id":1,"name":"…","email":"…"} with a positive whole number as id',
    actual: describe(reply),
    hint: slip ? slip.hint : typeof members.id === 'string' ? quotedId : capital ? untagged : unexported,
    evidence: [
      reply.evidence,
      slip ? slip.code : source.find(/^\s+(ID|Id|Name|Email)\s+\w+\s*$/, inText(/json:"id/), userType),
    ],
  });
}

/** What an element of a slice is before anything was put into it; of a slice of pointers, null. */
const zeroValue = (document: Json): boolean =>
  document === null ||
  (isJsonObject(document) &&
    Object.values(document).every((value) => value === '' || (value instanceof JsonNumber && value.text === '0')));

const userType = /type \w*[uU]ser\w* struct/;
const quotedId =
  'The id is a string in quotes. Send a number, as in "id":1: a field of type int64 (or another integer), without ",string" in its tag.';
const untagged =
  'encoding/json uses the field names as they are, so Name becomes "Name". A struct tag sets the name: `json:"name"`.';
const unexported =
  'Only exported fields (with a capital letter) appear in JSON, under the name in their struct tag. An id of 0 means that nothing set it.';

export function otherUser({ request, reply, source }: Answer, user: User, wanted: NewUser | User): Finding | undefined {
  const right: Partial<User> = wanted;
  const wrong = (['id', 'name', 'email'] as const).find((key) => right[key] !== undefined && right[key] !== user[key]);
  if (wrong === undefined) return undefined;
  const unseen = invisibleDifference(right[wrong] ?? '', user[wrong]);
  return finding({
    summary: `${request}: the ${wrong} is not that of this user.`,
    expected: `${wrong} ${visible(JSON.stringify(right[wrong]))}`,
    actual: `${wrong} ${visible(JSON.stringify(user[wrong]))}${unseen ? `: ${unseen}` : ''}`,
    hint:
      wrong === 'name'
        ? 'A name is stored and answered exactly as it was sent, spaces, quotes and non-ASCII letters included: check it with strings.TrimSpace, but store the original.'
        : 'Answer with what was stored for exactly this id.',
    evidence: [reply.evidence, wrong === 'name' ? whereNamesChange(source) : undefined],
  });
}

const whereNamesChange = (source: Source) =>
  source.find(
    /html\.Escape|strings\.(To(Lower|Upper|Title)|NewReplacer|Replace)/,
    /Trim\w*\([^=]*$/,
    /strings\.Fields/,
  );

/** A check about something else needed a user. */
export function notCreated({ request, reply, source }: Answer): Finding {
  return finding({
    summary: `No user could be created, so the rest could not be tried: ${request} should answer 201 and the user.`,
    expected: 'status 201 and {"id":1,"name":"…","email":"…"}',
    actual: describe(reply),
    hint: 'Make the check create-user pass first: this one builds on it.',
    evidence: [reply.evidence, source.find(inText(/["` ]\/api\/users"/))],
  });
}
