/** The program runs as root, or as a user that only a name tells. */
import { type Finding, finding, type ImageFile } from '#kit';
import type { Lines } from '../lines.ts';

/** `user`: as USER has it, '' where there is none. */
export function notANumber(user: string, lines: Lines): Finding | undefined {
  const [name = ''] = user.split(':');
  if (/^\d+$/.test(name) && Number(name) !== 0) return undefined;
  if (user.includes('#')) return commentBehind(user, lines);
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

const commentBehind = (user: string, lines: Lines): Finding =>
  finding({
    summary: `USER ${user}: the comment is taken for a part of the name.`,
    expected: 'USER with a number other than 0, and nothing behind it',
    actual: `USER ${user}`,
    hint: 'Docker knows no comment behind an instruction. Give it a line of its own.',
    evidence: [lines.final('USER')],
  });

/** Of runc and the engines: uids and gids are 31 bits wide. */
const mostId = 2 ** 31 - 1;

export function outOfRange(user: string, lines: Lines): Finding | undefined {
  const [uid, gid] = user.split(':');
  const wrong = [uid, gid].find((id) => id !== undefined && /^\d+$/.test(id) && Number(id) > mostId);
  if (wrong === undefined) return undefined;
  return finding({
    summary: `USER ${user}: ${wrong} is no ${wrong === uid ? 'user' : 'group'} id. The largest there is is ${mostId}.`,
    expected: `numbers up to ${mostId}, such as USER 65532:65532`,
    actual: `USER ${user}`,
    hint: 'docker build writes down any number; the container then does not start. Any unused number within the range will do.',
    evidence: [lines.final('USER')],
  });
}

const SETUID = 0o4000;

/** A setuid program of root's: it runs as root, whatever USER says. */
export function changesUser({ path, mode, uid }: ImageFile, user: string, lines: Lines): Finding | undefined {
  if (!(mode & SETUID) || uid !== 0) return undefined;
  return finding({
    summary: `${path} has the setuid bit and belongs to root, so it runs as root although the image says USER ${user}.`,
    expected: 'a binary without the setuid bit (mode 755)',
    actual: `mode ${(mode & 0o7777).toString(8)}, owner ${uid}`,
    hint: 'A plain docker run starts it with effective user id 0. Leave out the chmod that sets the bit: 4755 is 755 with setuid.',
    evidence: [lines.setting('chmod') ?? lines.copying(path)],
  });
}

/** `ids`: of the processes in the container; undefined where the engine does not tell. */
export function rootAllTheSame(user: string, ids: readonly number[] | undefined, lines: Lines): Finding | undefined {
  if (!ids?.includes(0)) return undefined;
  return finding({
    summary: `The image says USER ${user}, but its process runs as root.`,
    expected: `every process runs as ${user}`,
    actual: `user ids: ${ids.join(', ')}`,
    hint: 'This is what the process is after docker run, without any option. What does the program, or what starts it, do to become root?',
    evidence: [lines.final('USER')],
  });
}
