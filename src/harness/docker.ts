/**
 * The only door to Docker engines. A room belongs to one run: it finds the engine once, builds the learner's image once, and
 * takes away all that was made when it is closed. What a killed run left is swept when the next one finds the engine.
 */
import type { CheckContext, Docker, Dockerfile, Files, ImageBuild, ImageContents } from '../kit/index.ts';
import { block } from '../kit/verdicts.ts';
import { type Built, buildImage } from './docker-build.ts';
import { readContents } from './docker-contents.ts';
import { readBuildContext } from './docker-context.ts';
import { type Engine, findEngine, type NoEngine } from './docker-engine.ts';
import { inspectImage } from './docker-image.ts';
import { ignoringMissing, labelsOf, removeRun, sweepEngine } from './docker-labels.ts';
import { runContainer } from './docker-run.ts';
import type { Scratch } from './scratch.ts';

export type DockerRoom = {
  /** Why no engine can be used, and how to get one; undefined: there is one. */
  lacks(): Promise<string | undefined>;
  forCheck(scope: Scope): Docker;
  /** Removes every container and image of this run. */
  close(): Promise<void>;
};

type Scope = Pick<CheckContext, 'signal' | 'log' | 'defer' | 'unhurried'>;
export type DockerRoomOptions = { files: Files; scratch: Scratch; environment: NodeJS.ProcessEnv; signal: AbortSignal };

export function openDockerRoom(options: DockerRoomOptions): DockerRoom {
  const { files, scratch, environment, signal } = options;
  const labels = labelsOf(scratch.id);
  const contents = new Map<string, Promise<ImageContents>>();
  const leftovers: string[] = [];
  let found: Promise<Engine | NoEngine> | undefined;
  let built: Promise<ImageBuild> | undefined;
  const find = () => {
    found ??= findAndSweep(environment);
    return found;
  };
  const engine = async () => {
    const answer = await find();
    return 'because' in answer ? block('docker', answer.because) : answer;
  };
  const dockerfile = () => readOwnDockerfile(files);
  const build = async (onLine: (line: string) => void): Promise<ImageBuild> => {
    const at = await engine();
    const job = { engine: at, files, scratch, environment, labels, dockerfile: await dockerfile(), signal, onLine };
    const made = await buildImage(job);
    leftovers.push(...made.leftovers);
    return asResult(made, at, await dockerfile());
  };
  return {
    async lacks() {
      const answer = await find();
      return 'because' in answer ? answer.because : undefined;
    },
    forCheck: (scope) => ({
      dockerfile,
      buildContext: () => readBuildContext(files),
      build() {
        built ??= build((line) => scope.log('build', line));
        return scope.unhurried(built);
      },
      async contents(image) {
        const reading = contents.get(image.id) ?? readContents((await engine()).client, image.id, scratch, signal);
        contents.set(image.id, reading);
        return scope.unhurried(reading);
      },
      run: async (image, run = {}) => runContainer(await engine(), image, labels, run, scope),
    }),
    async close() {
      const answer = await found?.catch(() => undefined);
      if (!answer || 'because' in answer) return;
      await removeRun(answer, scratch.id);
      for (const id of leftovers.reverse())
        await ignoringMissing(answer.client.getImage(id).remove({ force: false, noprune: true }));
    },
  };
}

async function findAndSweep(environment: NodeJS.ProcessEnv): Promise<Engine | NoEngine> {
  const answer = await findEngine(environment);
  if ('client' in answer) await sweepEngine(answer);
  return answer;
}

/** The parser is loaded only when a Dockerfile is there to be read. */
async function readOwnDockerfile(files: Files): Promise<Dockerfile | undefined> {
  const text = files.read('Dockerfile');
  if (text === undefined) return undefined;
  const { readDockerfile } = await import('./dockerfile.ts');
  return readDockerfile('Dockerfile', text);
}

async function asResult(made: Built, engine: Engine, dockerfile: Dockerfile | undefined): Promise<ImageBuild> {
  const { builder, ms, log, id, why } = made;
  if (id !== undefined)
    return { ok: true, builder, ms, output: log.lines, image: await inspectImage(engine.client, id) };
  const failed = log.failed;
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
      /^(failed to solve(?: with frontend [\w.]+)?: |failed to create LLB definition: |rpc error: code = \w+ desc = )+/,
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
