/** GET /api/users/{id}. */
import { describe, type Finding, finding } from '#kit';
import { whereStuck } from '../../common/findings/stuck.ts';
import { type Advice, type Answer, codeOf } from './answer.ts';

/** For an unknown id that was not answered with 404. */
export const notUnknown = (answer: Answer): Advice => ({
  code: codeOf(answer).find(/\w+\[\w+\]/, /PathValue\(/),
  hint:
    answer.reply.status === 200
      ? 'A map gives the zero value for a key it does not have. Ask for both: u, ok := users[id], and answer 404 when ok is false.'
      : undefined,
});

/** For a malformed id that was not answered with 400. */
export const notMalformed = (answer: Answer, id: string): Advice => ({
  hint: whyMalformed(id),
  code: codeOf(answer).find(/strconv\.(Atoi|ParseInt|ParseUint|ParseFloat)|Sscan/, /PathValue\(/),
});

function whyMalformed(id: string): string {
  if (id === '0x1' || id === '1e0')
    return 'Only decimal digits make a decimal integer: strconv.ParseInt(s, 10, 64) returns an error for it. With base 0 instead of 10 it also reads 0x1, and strconv.ParseFloat reads 1e0.';
  if (id === '0' || id === '-1')
    return `${id} is a number, so strconv reads it without an error: check also that the id is greater than 0. No user can have it, so it is malformed, not unknown.`;
  return 'strconv.Atoi and strconv.ParseInt return an error for it: answer 400 then.';
}

/** A request that was answered before certain others, and is not answered after them. */
export function stuck({ request, reply, aftermath, source }: Answer): Finding | undefined {
  if (reply.outcome !== 'timed-out') return undefined;
  const place = whereStuck(aftermath?.goroutines, source);
  return finding({
    summary: `${request}: no answer comes any more. Before these requests it was answered.`,
    expected: 'the new user, as before',
    actual: describe(reply),
    hint: place?.hint ?? probablyLocked,
    evidence: [reply.evidence, place?.code],
  });
}

const probablyLocked =
  'One of them probably left a lock locked: a return between Lock (or RLock) and Unlock. Write defer s.mu.Unlock() (or RUnlock) right after the lock is taken; it also runs on an early return.';
