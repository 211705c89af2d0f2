import { type CheckContext, check, fail, failIf } from '#kit';
import { adviseOn } from './findings/advice.ts';
import { noDockerfile, notFromScratch, startsNoProgram, unreadable } from './findings/dockerfile.ts';
import { holdsSecret } from './findings/secrets.ts';
import { linesOf } from './lines.ts';

/** Read, not built: needs no engine. */
export const dockerfile = check(
  'dockerfile',
  'is built in several stages, and the last is FROM scratch',
  { lesson: 'Two stages, one file' },
  async ({ docker, files, source, note }: CheckContext) => {
    const read = await docker.dockerfile();
    if (!read) fail(noDockerfile(files.list()));
    const lines = linesOf(read, source);
    failIf(unreadable(read, lines));
    failIf(notFromScratch(read, lines));
    failIf(startsNoProgram(read, lines));
    failIf(holdsSecret(read, lines));
    for (const advice of adviseOn(read)) note(advice);
  },
);
