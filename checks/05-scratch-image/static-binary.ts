import { type CheckContext, check, fail, failIf } from '#kit';
import { dynamic, flagNotes, noBinary, otherProcessor } from './findings/static-binary.ts';
import { dockerfileLines, shipped } from './scene.ts';

/** Judged by the bytes that ship, not by what the Dockerfile says. */
export const staticBinary = check(
  'static-binary',
  "is one static binary for the image's processor",
  { needs: ['docker'], after: ['builds'], lesson: 'A binary that needs nothing' },
  async (context: CheckContext) => {
    const ship = await shipped(context);
    const lines = await dockerfileLines(context);
    const { binary, contents, image } = ship;
    if (!binary) fail(noBinary(ship, lines));
    const elf = contents.elf(binary.path);
    if (!elf) return;
    failIf(dynamic(binary, elf, lines));
    failIf(otherProcessor(binary, elf, image.architecture, lines));
    for (const note of flagNotes(binary, elf)) context.note(note);
  },
);
