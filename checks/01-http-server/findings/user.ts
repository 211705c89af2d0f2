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
import type { Slip } from '../../common/code/slip.ts';
import { appendedToFilled, idField, renamedField, userStruct } from '../code/slips.ts';
import type { NewUser, User } from '../users.ts';
import { type Answer, codeOf } from './answer.ts';

/** `which`: the part of the answer that should be a user. */
export function notAUser(answer: Answer, document: Json, which = 'the answer'): Finding {
  const { request, reply, source } = answer;
  const members = isJsonObject(document) ? document : {};
  const missing = ['id', 'name', 'email'].filter((key) => members[key] === undefined);
  const slip = zeroValue(document) ? appendedToFilled(source) : missing[0] && renamedField(source, missing[0]);
  const why = whyNoUser({ members, missing }, answer);
  return finding({
    summary:
      missing.length > 0
        ? `${request}: ${which} is not a user: it lacks ${missing.join(', ')}.`
        : `${request}: ${which} is not a user as the contract describes it.`,
    expected: '{"id":1,"name":"…","email":"…"} with a positive whole number as id',
    actual: describe(reply),
    hint: slip ? slip.hint : why.hint,
    evidence: [reply.evidence, slip ? slip.code : why.code],
  });
}

type Members = { members: Record<string, Json>; missing: readonly string[] };

function whyNoUser({ members, missing }: Members, answer: Answer): Slip {
  const { reply, source } = answer;
  const fields = userStruct(source);
  const names = missing.map((key) => (key === 'id' ? 'I[dD]' : `${key[0]?.toUpperCase()}${key.slice(1)}`)).join('|');
  if (typeof members.id === 'string') return { hint: quotedId, code: fields.find(inText(/json:"id/)) };
  if (missing.some((key) => new RegExp(`"${key}"\\s*:`, 'i').test(reply.body)))
    return { hint: untagged, code: fields.find(new RegExp(`^\\s+(${names})\\b`)) };
  const hidden = missing.length > 0 ? fields.find(new RegExp(`^\\s+(${missing.join('|')})\\s+\\S`)) : undefined;
  if (hidden) return { hint: unexported, code: hidden };
  const written = codeOf(answer).find(/Encode\(|Marshal\(|writeJSON\(\w+, *(\w+\.StatusCreated|201)/, /writeJSON\(/);
  if (missing.join() === 'id') return { hint: withoutId, code: written };
  return {
    hint: missing.length > 0 ? unexported : wrongType,
    code: missing.length > 0 ? written : fields.find(idField),
  };
}

/** What an element of a slice is before anything was put into it; of a slice of pointers, null. */
const zeroValue = (document: Json): boolean =>
  document === null ||
  (isJsonObject(document) &&
    Object.values(document).every((value) => value === '' || (value instanceof JsonNumber && value.text === '0')));

const withoutId =
  'The name and the e-mail are there, the id is not: what is answered must be the user as the store made it, with its id, not what the client had sent.';
const wrongType =
  'The id is a positive whole number that the server gives, and name and email are strings. An id of 0 means that nothing set it.';
const quotedId =
  'The id is a string in quotes. Send a number, as in "id":1: a field of type int64 (or another integer), without ",string" in its tag.';
const untagged =
  'encoding/json uses the field names as they are, so Name becomes "Name". A struct tag sets the name: `json:"name"`.';
const unexported = 'Only exported fields (with a capital letter) appear in JSON, under the name in their struct tag.';

export function otherUser(answer: Answer, user: User, wanted: NewUser | User): Finding | undefined {
  const { request, reply } = answer;
  const own = codeOf(answer);
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
    evidence: [
      reply.evidence,
      (wrong === 'name' ? whereNamesChange(own.source) : undefined) ??
        own.find(/writeJSON\(\w+, *(\w+\.Status(Created|OK)|20[01])/),
    ],
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
