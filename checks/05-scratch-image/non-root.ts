import { type CheckContext, check, fail, type Image } from '#kit';
import { builtImage } from './builds.ts';
import { startMs } from './program.ts';
import { finalLine } from './words.ts';

/** What the image says, and what its process then is. A program that does not start is the business of `runs`. */
export const nonRoot = check(
  'non-root',
  'runs as a user by number, and not as root',
  { needs: ['docker'], after: ['builds'], lesson: 'Not as root' },
  async (context: CheckContext) => {
    const image = await builtImage(context);
    await saysSo(context, image);
    await isSo(context, image);
  },
);

async function saysSo(context: CheckContext, { user }: Image): Promise<void> {
  const [name = ''] = user.split(':');
  if (/^\d+$/.test(name) && Number(name) !== 0) return;
  const root = name === '' || name === 'root' || Number(name) === 0;
  fail({
    summary: root ? 'The program runs as root.' : `USER ${user} is a name, and only a number is certain here.`,
    expected: 'USER with a number other than 0, such as USER 65532:65532',
    actual: user === '' ? 'no USER in the last stage, which means root' : `USER ${user}`,
    hint: root
      ? 'Whoever breaks into the program has its rights. Any free number will do; no such user has to exist anywhere.'
      : 'A name is looked up in /etc/passwd of the image, which scratch does not have; and Kubernetes (runAsNonRoot) can judge numbers only.',
    evidence: [await finalLine(context, 'USER', 'ENTRYPOINT')],
  });
}

async function isSo(context: CheckContext, image: Image): Promise<void> {
  const container = await context.docker.run(image);
  if (!container.started || (await container.answers('/healthz', startMs)) === undefined) return;
  const users = await container.users();
  if (!users?.includes(0)) return;
  fail({
    summary: `The image says USER ${image.user}, but its process runs as root.`,
    expected: `every process runs as ${image.user}`,
    actual: `user ids: ${users.join(', ')}`,
    hint: 'Something in the image changes the user at the start: a binary with the setuid bit, for example.',
    evidence: [await finalLine(context, 'USER')],
  });
}
