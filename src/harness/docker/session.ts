/**
 * The only door to Docker engines. A session belongs to one run: it finds the engine once, builds the learner's image once, and
 * takes away all that was made when it is closed. What a killed run left is swept when the next one finds the engine.
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
  within,
} from '../../kit/index.ts';
import type { Scratch } from '../run/scratch.ts';
import { buildImage } from './build/build.ts';
import { readBuildContext } from './build/context.ts';
import { asResult } from './build/result.ts';
import { runContainer } from './container/run.ts';
import { type Engine, findEngine } from './engine/engine.ts';
import { readContents } from './image/contents.ts';
import { labelsOf, removeImages, removeRun, sweepEngine } from './labels.ts';

export type DockerSession = {
  engine(): Promise<Found<Engine>>;
  forCheck(scope: Scope): Docker;
  /** Removes every container and image of this run. */
  close(): Promise<void>;
};

type Scope = Pick<CheckScope, 'signal' | 'log' | 'defer' | 'offTheClock'>;
export type DockerSessionOptions = {
  files: Files;
  scratch: Scratch;
  environment: NodeJS.ProcessEnv;
  signal: AbortSignal;
};

export function openDockerSession(options: DockerSessionOptions): DockerSession {
  const { files, scratch, environment, signal } = options;
  const labels = labelsOf(scratch.id);
  const contents = new Map<string, Promise<ImageContents>>();
  const leftovers: string[] = [];
  let found: Promise<Found<Engine>> | undefined;
  let built: Promise<ImageBuild> | undefined;
  const find = () => {
    found ??= findAndSweep(environment);
    return found;
  };
  const engine = async () => orBlock(await find());
  const dockerfile = () => readOwnDockerfile(files);
  const build = async (onLine: (line: string) => void): Promise<ImageBuild> => {
    const at = await engine();
    const job = {
      engine: at,
      files,
      scratch,
      environment,
      labels,
      dockerfile: await dockerfile(),
      signal,
      onLine,
      leftBehind: (id: string) => void leftovers.push(id),
    };
    const made = await buildImage(job);
    return asResult(made, at, await dockerfile());
  };
  return {
    engine: find,
    forCheck: (scope) => ({
      dockerfile,
      buildContext: () => readBuildContext(files),
      build() {
        built ??= build((line) => scope.log('build', line));
        return scope.offTheClock(built);
      },
      contents(image) {
        const reading =
          contents.get(image.id) ?? engine().then(({ client }) => readContents(client, image.id, scratch, signal));
        contents.set(image.id, reading);
        return scope.offTheClock(reading);
      },
      run: async (image, run = {}) => runContainer({ engine: await engine(), image, labels, options: run }, scope),
    }),
    async close() {
      const answer = await found?.catch(() => undefined);
      if (!answer?.ok) return;
      // A cancelled build may still be on its way out.
      await within(
        5_000,
        Promise.resolve(built).catch(() => {}),
      );
      await removeRun(answer.value, scratch.id);
      await removeImages(answer.value, leftovers.reverse());
    },
  };
}

async function findAndSweep(environment: NodeJS.ProcessEnv): Promise<Found<Engine>> {
  const answer = await findEngine(environment);
  // What could not be swept is tried again next time; an engine that lets us build is good enough.
  if (answer.ok) await sweepEngine(answer.value).catch(() => {});
  return answer;
}

/** The parser is loaded only when a Dockerfile is there to be read. */
async function readOwnDockerfile(files: Files): Promise<Dockerfile | undefined> {
  const text = files.read('Dockerfile');
  if (text === undefined) return undefined;
  const { readDockerfile } = await import('./dockerfile/dockerfile.ts');
  return readDockerfile('Dockerfile', text);
}
