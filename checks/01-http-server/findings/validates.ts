/** What cannot be a user was not refused with 400, or was stored all the same. */
import { type Evidence, type Finding, finding, type Json, parseJson, type Source, type SourcePattern } from '#kit';
import { forgottenReturn } from '../../common/code/forgotten-return.ts';
import { answering } from '../../common/routes/answering.ts';
import { type NewUser, type User, userOf } from '../users.ts';
import { type Advice, type Answer, codeOf } from './answer.ts';

/** `before`: the users created earlier; `field`: where the mistake is. */
type Wrong = { before?: readonly NewUser[]; field?: 'name' | 'email' };

const checksOf = {
  name: [/RuneCount|len\(.*[nN]ame/, /TrimSpace|[nN]ame\s*==|[nN]ame\).*(==|<)/],
  email: [/(Contains|Index\w*|Cut|Split|ParseAddress)\(.*[eE]?[mM]ail/, /[eE]?[mM]ail\b.*(==|!=)/],
} satisfies Record<string, SourcePattern[]>;

/** For a wrong user that was not refused with 400. `hint`: what to do about this mistake. */
export function notRefused(answer: Answer, hint: string | undefined, { before = [], field }: Wrong = {}): Advice {
  const { status, body } = answer.reply;
  const leftover = status < 300 && before.some(({ name, email }) => body.includes(name) || body.includes(email));
  return {
    hint: leftover ? reused : whyNot400(status, hint),
    code: whereRead(answer, field && !leftover ? checksOf[field] : []),
  };
}

const reused =
  'The new user got a part of the one before: Decode leaves a field alone that is missing in the JSON. Decode into a new variable for every request, var input newUser inside the handler, not into one that is kept or comes from a pool.';

function whyNot400(status: number, hint = 'Check it, answer with writeError, and return.'): string | undefined {
  if (status >= 500) return 'What the client got wrong is a 4xx, here 400. A 5xx says that the server broke.';
  return status < 300 || status === 422 ? hint : undefined;
}

/** The line that lets it pass: the check of this field, else the one that reads the body. */
function whereRead(answer: Answer, checks: readonly SourcePattern[]): Evidence | undefined {
  const { status } = answer.reply;
  if (status >= 300 && status < 500) return undefined;
  return codeOf(answer).find(...checks, /\.Decode\(/, /json\.Unmarshal\(/);
}

const countsCodePoints = /RuneCount|\[\]rune\(/;
/** utf16.Encode takes runes, and counts what Java counts. */
const countsUnits = /\butf16\./;

/** For a name that just fits. `counting`: how to count, for those who count something else. */
export const notTaken = (answer: Answer, counting: string): string =>
  codeOf(answer).source.has(countsCodePoints) && !codeOf(answer).source.has(countsUnits) ? stillAllowed : counting;

const stillAllowed =
  'The limit is the longest name that is still allowed: refuse it with > 100, not with >= 100, and count the code points of the name as it was sent.';

/** Only where the list can be read: the list itself is another check's business. `accepted`: how many users it should have. */
export function storedAnyway({ reply, source }: Answer, accepted: number): Finding | undefined {
  const list: Json | undefined = parseJson(reply.body);
  if (!Array.isArray(list) || list.length <= accepted) return undefined;
  const user = list.map(userOf).find((one) => one && !isValid(one));
  if (user === undefined) return undefined;
  return finding({
    summary: `A user that was refused with 400 is in the list anyway: ${JSON.stringify({ name: user.name, email: user.email })}.`,
    expected: 'what is refused is not stored',
    actual: `${list.length} users in the list, ${accepted} were accepted`,
    hint: 'Check first, store afterwards; and return after writeError.',
    evidence: [
      reply.evidence,
      forgottenReturn(creating(source).source, 400) ??
        creating(source).find(/\.(add|Add|create|Create|store|Store|save|Save|insert|Insert)\w*\(/),
    ],
  });
}

/** The list only shows it; this is where users come from. */
const creating = (source: Source) => answering({ method: 'POST', path: '/api/users' }, source);

const isValid = ({ name, email }: User) => name.trim() !== '' && [...name].length <= 100 && email.includes('@');
