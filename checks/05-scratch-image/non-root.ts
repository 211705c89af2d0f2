import { type CheckContext, check, failIf } from '#kit';
import { changesUser, notANumber, outOfRange, rootAllTheSame } from './findings/non-root.ts';
import { dockerfileLines, shipped, start, startMs } from './scene.ts';

/** What the image says, then what its process is as `docker run` alone starts it. A program that does not start is up to `runs`. */
export const nonRoot = check(
  'non-root',
  'runs as a numeric user, and not as root',
  { needs: ['docker'], after: ['builds'], lesson: 'Not as root' },
  async (context: CheckContext) => {
    const { image, program } = await shipped(context);
    const lines = await dockerfileLines(context);
    failIf(notANumber(image.user, lines));
    failIf(outOfRange(image.user, lines));
    failIf(program && changesUser(program, image.user, lines));
    const container = await start(context, image, { plain: true });
    if (!container.started || (await container.answers('/healthz', startMs)) === undefined) return;
    failIf(rootAllTheSame(image.user, await container.users(), lines));
  },
);
