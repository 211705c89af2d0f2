/** What came of a build, in the words of the kit. */
import type { Dockerfile, ImageBuild } from '../../../kit/index.ts';
import type { Engine } from '../engine/engine.ts';
import { inspectImage } from '../image/image.ts';
import type { Built } from './build.ts';

export async function asResult(made: Built, engine: Engine, dockerfile: Dockerfile | undefined): Promise<ImageBuild> {
  const { builder, ms, log, id, why } = made;
  if (id !== undefined)
    return { ok: true, builder, ms, output: log.lines, image: await inspectImage(engine.client, id) };
  const failed = why === 'failed' ? log.failed : log.running;
  const line = lineOf(log.lines, failed?.name ?? '', log.message, dockerfile);
  return {
    ok: false,
    builder,
    ms,
    why,
    output: log.lines,
    message: plainly(log.message || failed?.error || ''),
    printed: failed?.printed ?? [],
    ...(failed ? { step: { text: failed.name, ...(line ? { line } : {}) } } : {}),
  };
}

/** Without the layers of software that the message came through. */
function plainly(message: string): string {
  return message
    .replace(/^Error: /, '')
    .replace(/^\(HTTP code \d+\) [\w ]+ - /, '')
    .replace(
      /^(failed to build: |failed to solve(?: with frontend [\w.]+)?: |failed to create LLB definition: |rpc error: code = \w+ desc = )+/,
      '',
    )
    .replace(/\/\S*\/buildkit-mount\d+/g, '')
    .trim();
}

/** A newer BuildKit names the line; an older one numbers the stage's steps; the classic builder numbers all instructions. */
function lineOf(
  output: readonly string[],
  step: string,
  message: string,
  dockerfile: Dockerfile | undefined,
): number | undefined {
  const named =
    output.findLast((line) => /^Dockerfile:\d+$/.test(line)) ?? /parse error (?:on )?line (\d+)/.exec(message)?.[1];
  if (named) return Number(named.replace('Dockerfile:', ''));
  const [, stage, number] = /^\[(?:(\S+) )?(\d+)\/\d+\] /.exec(step) ?? [];
  if (number && dockerfile) {
    const index = /^stage-(\d+)$/.exec(stage ?? '')?.[1];
    const { stages } = dockerfile;
    const of =
      stages.find((one) => one.name?.toLowerCase() === stage?.toLowerCase()) ??
      stages[index === undefined ? stages.length - 1 : Number(index)];
    // The FROM of an image is step 1; FROM scratch and FROM another stage are no steps.
    const pulls = of?.from !== 'scratch' && !stages.some(({ name }) => name?.toLowerCase() === of?.from.toLowerCase());
    const steps = of?.instructions.filter(
      ({ keyword, line }) => line > of.line && /^(RUN|COPY|ADD|WORKDIR)$/.test(keyword),
    );
    const place = Number(number) - (pulls ? 2 : 1);
    return place < 0 ? of?.line : steps?.[place]?.line;
  }
  const words = step
    .trim()
    .replace(/ --[a-z]+=\S+/g, '')
    .replace(/\s+/g, ' ');
  return dockerfile?.instructions.find(
    (one) => words !== '' && `${one.keyword} ${one.text}`.replace(/\s+/g, ' ') === words,
  )?.line;
}
