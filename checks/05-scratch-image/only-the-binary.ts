import { type CheckContext, check, fail, failIf } from '#kit';
import { moreThanTheBinary } from './findings/only-the-binary.ts';
import { shipsSecret } from './findings/secrets.ts';
import { notNeeded } from './image/needed.ts';
import { dockerfileLines, elfFiles, shipped } from './scene.ts';

/** Nothing to attack, nothing to update, nothing to read that was not meant for all: in every layer, and in the image's own settings. */
export const onlyTheBinary = check(
  'only-the-binary',
  'holds the binary and what it needs to run, nothing else',
  { needs: ['docker'], after: ['builds'], lesson: 'What the binary still needs', timeoutMs: 120_000 },
  async (context: CheckContext) => {
    const { image, contents, binary } = await shipped(context);
    const lines = await dockerfileLines(context);
    const rest = notNeeded(image, contents, binary ?? elfFiles(contents)[0]);
    if (rest.length > 0) fail(moreThanTheBinary(rest, contents, lines));
    failIf(shipsSecret(image, lines));
  },
);
