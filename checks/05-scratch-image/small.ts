import { type CheckContext, check, type Evidence, fail, type ImageContents } from '#kit';
import { builtImage } from './builds.ts';
import { picture, pictureNotes } from './picture.ts';
import { finalLine, lineOfDockerfile, megabytes } from './words.ts';

const limit = 15e6;

/** The layers that `docker save` ships, uncompressed: what the engine calls an image's size differs between its stores. */
export const small = check(
  'small',
  'ships 15 MB at most',
  { needs: ['docker'], after: ['builds'], lesson: 'Build it, look at it', timeoutMs: 120_000 },
  async (context: CheckContext) => {
    const image = await builtImage(context);
    const contents = await context.docker.contents(image);
    context.measure('image', contents.bytes, 'bytes');
    context.measure('layers', contents.layers.length, 'count');
    for (const line of pictureNotes(contents)) context.note(line);
    if (contents.bytes <= limit) return;
    const seen = contents.files.reduce((sum, file) => sum + file.bytes, 0);
    const buried = seen <= limit;
    fail({
      summary: `The image ships ${megabytes(contents.bytes)}, and 15 MB are enough for this service.`,
      expected: 'at most 15 MB in all layers together; about 7 MB is usual here',
      actual: `${megabytes(contents.bytes)} in ${contents.layers.length} ${contents.layers.length === 1 ? 'layer' : 'layers'}${buried ? `, of which a container sees ${megabytes(seen)}` : ''}`,
      hint: buried
        ? 'What a later layer deletes or overwrites still ships in the layer below. Copy only the finished file into the last stage.'
        : 'Copy single files into the last stage: the binary and the certificates. The list below shows what weighs most.',
      evidence: [picture(contents), await heaviestLine(context, contents)],
    });
  },
);

/** Each COPY, RUN, ADD and WORKDIR of a stage that begins from scratch is one layer. */
async function heaviestLine(context: CheckContext, { layers }: ImageContents): Promise<Evidence | undefined> {
  const last = (await context.docker.dockerfile())?.stages.at(-1);
  const makers = last?.instructions.filter(({ keyword }) => /^(COPY|RUN|ADD|WORKDIR)$/.test(keyword)) ?? [];
  const heaviest = layers.reduce((most, layer, index) => (layer.bytes > (layers[most]?.bytes ?? 0) ? index : most), 0);
  if (last?.base !== 'scratch' || makers.length !== layers.length) return finalLine(context, 'FROM', 'COPY');
  return lineOfDockerfile(context.files, makers[heaviest]?.line);
}
