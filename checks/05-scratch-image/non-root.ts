import { type CheckContext, check, failIf } from '#kit';
import { notANumber, rootAllTheSame } from './findings/non-root.ts';
import { builtImage, dockerfileLines, start, startMs } from './scene.ts';

/** What the image says, then what its process is. A program that does not start is up to `runs`. */
export const nonRoot = check(
  'non-root',
  'runs as a numeric user, and not as root',
  { needs: ['docker'], after: ['builds'], lesson: 'Not as root' },
  async (context: CheckContext) => {
    const image = await builtImage(context);
    const lines = await dockerfileLines(context);
    failIf(notANumber(image.user, lines));
    const container = await start(context, image);
    if (!container.started || (await container.answers('/healthz', startMs)) === undefined) return;
    failIf(rootAllTheSame(image.user, await container.users(), lines));
  },
);
