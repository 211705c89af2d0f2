/**
 * The only door to Docker engines. A session belongs to one run: it finds the engine once, builds the learner's image
 * once, and removes everything it made when it is closed. What a killed run left is swept when the next one finds the engine.
 */
import {
  type CheckScope,
  type Docker,
  type Dockerfile,
  type Files,
  type Found,
  type ImageBuild,
  type ImageContents,
  orBlock,
  type Work,
  within,
} from '../../kit/index.ts';
import { once } from '../run/once.ts';
import type { Scratch } from '../run/scratch.ts';
import { shared } from '../run/shared.ts';
import { buildImage } from './build/build.ts';
import { readBuildContext } from './build/context.ts';
import { asResult } from './build/result.ts';
import { runContainer } from './container/run.ts';
import { type Engine, findEngine } from './engine/engine.ts';
import { readContents } from './image/contents.ts';
import { labelsOf, removeImages, removeRun, sweepEngine } from './labels.ts';

export type DockerSession = {
  engine(): Promise<Found<Engine>>;
  forCheck(scope: CheckScope): Docker;
  /** Removes every container and image of this run. */
  close(): Promise<void>;
};

export type DockerSessionOptions = {
  files: Files;
  scratch: Scratch;
  environment: NodeJS.ProcessEnv;
  signal: AbortSignal;
  /** Takes a token for the build; at once where unset. */
  work?: Work;
};

export function openDockerSession(options: DockerSessionOptions): DockerSession {
  const { files, scratch, environment, signal, work = (run) => run() } = options;
  const labels = labelsOf(scratch.id);
  const leftovers: string[] = [];
  const contents = new Map<string, Promise<ImageContents>>();
  const find = once(() => findAndSweep(environment));
  const engine = async () => orBlock(await find());
  const dockerfile = () => readOwnDockerfile(files);
  const build = async (onLine: (line: string) => void): Promise<ImageBuild> => {
    const job = { engine: await engine(), dockerfile: await dockerfile(), files, scratch, environment, labels, signal };
    const made = await buildImage({ ...job, onLine, leftBehind: (id) => void leftovers.push(id) });
    return asResult(made, job.engine, job.dockerfile);
  };
  const built = shared((log) => work(() => build((line) => log('build', line))));
  return {
    engine: find,
    forCheck: (scope) => ({
      dockerfile,
      buildContext: () => readBuildContext(files),
      build: () => built.join(scope),
      contents(image) {
        const reading =
          contents.get(image.id) ?? engine().then(({ client }) => readContents(client, image.id, scratch, signal));
        contents.set(image.id, reading);
        return scope.offTheClock(reading);
      },
      run: async (image, options) => runContainer({ engine: await engine(), image, labels, options }, scope),
    }),
    async close() {
      const answer = await find.asked()?.catch(() => undefined);
      if (!answer?.ok) return;
      const ending = Promise.resolve(built.begun()).catch(() => {});
      // A cancelled build may still be ending.
      await within(5_000, ending);
      await removeRun(answer.value, scratch.id);
      await removeImages(answer.value, leftovers.reverse());
    },
  };
}

async function findAndSweep(environment: NodeJS.ProcessEnv): Promise<Found<Engine>> {
  const answer = await findEngine(environment);
  // What could not be swept is tried again next time; it must not keep a learner from building.
  if (answer.ok) await sweepEngine(answer.value).catch(() => {});
  return answer;
}

/** The parser is loaded only when there is a Dockerfile to read. */
async function readOwnDockerfile(files: Files): Promise<Dockerfile | undefined> {
  const text = files.read('Dockerfile');
  if (text === undefined) return undefined;
  const { readDockerfile } = await import('./dockerfile/dockerfile.ts');
  return readDockerfile('Dockerfile', text);
}
