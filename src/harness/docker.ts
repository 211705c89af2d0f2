/**
 * The only door to Docker engines. A room belongs to one run: it finds the engine once, builds the learner's image once, and
 * takes away all that was made when it is closed. What a killed run left is swept when the next one finds the engine.
 */
import type { CheckContext, Docker, Dockerfile, Files, ImageBuild, ImageContents } from '../kit/index.ts';
import { within } from '../kit/patience.ts';
import { block } from '../kit/verdicts.ts';
import { buildImage } from './docker-build.ts';
import { readContents } from './docker-contents.ts';
import { readBuildContext } from './docker-context.ts';
import { type Engine, findEngine, type NoEngine } from './docker-engine.ts';
import { labelsOf, removeImages, removeRun, sweepEngine } from './docker-labels.ts';
import { asResult } from './docker-result.ts';
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
      contents(image) {
        const reading =
          contents.get(image.id) ?? engine().then(({ client }) => readContents(client, image.id, scratch, signal));
        contents.set(image.id, reading);
        return scope.unhurried(reading);
      },
      run: async (image, run = {}) => runContainer({ engine: await engine(), image, labels, options: run }, scope),
    }),
    async close() {
      const answer = await found?.catch(() => undefined);
      if (!answer || 'because' in answer) return;
      // A cancelled build may still be on its way out.
      await within(
        5_000,
        Promise.resolve(built).catch(() => {}),
      );
      await removeRun(answer, scratch.id);
      await removeImages(answer, leftovers.reverse());
    },
  };
}

async function findAndSweep(environment: NodeJS.ProcessEnv): Promise<Engine | NoEngine> {
  const answer = await findEngine(environment);
  // What could not be swept is tried again next time; an engine that lets us build is good enough.
  if ('client' in answer) await sweepEngine(answer).catch(() => {});
  return answer;
}

/** The parser is loaded only when a Dockerfile is there to be read. */
async function readOwnDockerfile(files: Files): Promise<Dockerfile | undefined> {
  const text = files.read('Dockerfile');
  if (text === undefined) return undefined;
  const { readDockerfile } = await import('./dockerfile.ts');
  return readDockerfile('Dockerfile', text);
}
