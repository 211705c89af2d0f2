/** What goes wrong among parallel creates. */
import { type Finding, finding } from '#kit';
import { answering } from '../../common/routes/answering.ts';
import type { NewUser, User } from '../users.ts';
import type { Answer } from './answer.ts';

export const noId = ({ request, reply }: Answer): Finding =>
  finding({
    summary: `${request}: the answer does not say which user was created.`,
    expected: 'the user with its id',
    hint: 'Make the check create-user pass first: this one builds on it.',
    evidence: [reply.evidence],
  });

/** `before`: the user that was given this id first. `creates`: how many there were. */
export const sameId = ({ reply, source }: Answer, before: User, other: NewUser, creates: number): Finding =>
  finding({
    summary: `Two users that were created at the same time got the same id, ${before.id}.`,
    expected: `${creates} creates, ${creates} different ids`,
    actual: `${before.name} and ${other.name} both have id ${before.id}`,
    hint: 'The race detector has nothing to report, because each access is locked; but another request got in between taking the id and storing the user. Do both under one lock.',
    evidence: [
      reply.evidence,
      answering({ method: 'POST', path: '/api/users' }, source).find(
        /[iI][dD]\s*:?=.*(len\(|count|next|last|\+ ?1)/,
        /ID:/,
      ),
    ],
  });
