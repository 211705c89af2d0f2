import { type CheckContext, check, type Evidence, fail, type ImageContents } from '#kit';
import { contentNotes, limitBytes, tooLarge } from './findings/small.ts';
import { linesOf, shippedInstructions } from './lines.ts';
import { builtImage } from './scene.ts';

/** The layers that `docker save` ships, uncompressed: an image's Size differs from one image store to another. */
export const small = check(
  'small',
  'ships 15 MB at most',
  { needs: ['docker'], after: ['builds'], lesson: 'Build it, look at it', timeoutMs: 120_000 },
  async (context: CheckContext) => {
    const contents = await context.docker.contents(await builtImage(context));
    context.measure('image', contents.bytes, 'bytes');
    context.measure('layers', contents.layers.length, 'count');
    for (const line of contentNotes(contents)) context.note(line);
    if (contents.bytes > limitBytes) fail(tooLarge(contents, await heaviestLine(context, contents)));
  },
);

/** Each COPY, RUN, ADD and WORKDIR of a stage that begins from scratch is one layer. */
async function heaviestLine(
  { docker, source }: CheckContext,
  { layers }: ImageContents,
): Promise<Evidence | undefined> {
  const dockerfile = await docker.dockerfile();
  const lines = linesOf(dockerfile, source);
  const last = dockerfile?.stages.at(-1);
  const makers = shippedInstructions(dockerfile).filter(({ keyword }) => /^(COPY|RUN|ADD|WORKDIR)$/.test(keyword));
  if (last?.base !== 'scratch' || makers.length !== layers.length) return lines.final('FROM', 'COPY');
  const heaviest = layers.reduce((most, layer, index) => (layer.bytes > (layers[most]?.bytes ?? 0) ? index : most), 0);
  return lines.at(makers[heaviest]?.line);
}
