/** What cannot be a user was not refused with 400, or was stored all the same. */
import { type Evidence, type Finding, finding, type Json, parseJson } from '#kit';
import { type NewUser, type User, userOf } from '../users.ts';
import type { Advice, Answer } from './answer.ts';

/** For a wrong user that was not refused with 400. `hint`: what to do about this mistake; `before`: the users created earlier. */
export function notRefused(answer: Answer, hint: string | undefined, before: readonly NewUser[] = []): Advice {
  const { status, body } = answer.reply;
  const leftover = status < 300 && before.some(({ name, email }) => body.includes(name) || body.includes(email));
  return { hint: leftover ? reused : whyNot400(status, hint), code: whereRead(answer) };
}

const reused =
  'The new user got a part of the one before: Decode leaves a field alone that is missing in the JSON. Decode into a new variable for every request, var input newUser inside the handler, not into one that is kept or comes from a pool.';

function whyNot400(status: number, hint = 'Check it, answer with writeError, and return.'): string | undefined {
  if (status >= 500) return 'What the client got wrong is a 4xx, here 400. A 5xx says that the server broke.';
  return status < 300 || status === 422 ? hint : undefined;
}

function whereRead({ reply, source }: Answer): Evidence | undefined {
  return reply.status < 300 || reply.status >= 500
    ? source.find(/\.Decode\(/, /json\.Unmarshal\(/, /TrimSpace/)
    : undefined;
}

/** Only where the list can be read: the list itself is another check's business. `accepted`: how many users it should have. */
export function storedAnyway({ reply, source }: Answer, accepted: number): Finding | undefined {
  const list: Json | undefined = parseJson(reply.body);
  if (!Array.isArray(list) || list.length <= accepted) return undefined;
  const user = list.map(userOf).find((one) => one && !isValid(one));
  if (user === undefined) return undefined;
  return finding({
    summary: `A user that was refused with 400 is in the list all the same: ${JSON.stringify({ name: user.name, email: user.email })}.`,
    expected: 'what is refused is not stored',
    actual: `${list.length} users in the list, ${accepted} were accepted`,
    hint: 'Check first, store afterwards; and return after writeError.',
    evidence: [reply.evidence, source.find(/writeError\(/)],
  });
}

const isValid = ({ name, email }: User) => name.trim() !== '' && [...name].length <= 100 && email.includes('@');
