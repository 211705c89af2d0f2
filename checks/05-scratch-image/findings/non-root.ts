/** The program runs as root, or as a user that only a name tells. */
import { type Finding, finding } from '#kit';
import type { Lines } from '../lines.ts';

/** `user`: as USER has it, '' where there is none. */
export function notANumber(user: string, lines: Lines): Finding | undefined {
  const [name = ''] = user.split(':');
  if (/^\d+$/.test(name) && Number(name) !== 0) return undefined;
  const root = name === '' || name === 'root' || Number(name) === 0;
  return finding({
    summary: root ? 'The program runs as root.' : `USER ${user} is a name, and only a number is certain here.`,
    expected: 'USER with a number other than 0, such as USER 65532:65532',
    actual: user === '' ? 'no USER in the last stage, which means root' : `USER ${user}`,
    hint: root
      ? 'An attacker who breaks into the program gets its rights. Any unused number will do; no such user has to exist anywhere.'
      : 'A name is looked up in /etc/passwd of the image, which scratch does not have; and Kubernetes (runAsNonRoot) accepts numbers only.',
    evidence: [lines.final('USER', 'ENTRYPOINT')],
  });
}

/** `ids`: of the processes in the container; undefined where the engine does not tell. */
export function rootAllTheSame(user: string, ids: readonly number[] | undefined, lines: Lines): Finding | undefined {
  if (!ids?.includes(0)) return undefined;
  return finding({
    summary: `The image says USER ${user}, but its process runs as root.`,
    expected: `every process runs as ${user}`,
    actual: `user ids: ${ids.join(', ')}`,
    hint: 'Something in the image changes the user at the start: a binary with the setuid bit, for example.',
    evidence: [lines.final('USER')],
  });
}
