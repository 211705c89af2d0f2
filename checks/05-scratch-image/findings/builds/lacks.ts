/** Builds that failed for a reason of the machine's: what to do about it. The learner's program is not at fault. */
import type { Dockerfile, FailedImageBuild, Lack, MachineTrouble } from '#kit';
import { firstLine, misspeltStage } from './mistakes.ts';

type Mend = Pick<Lack, 'state' | 'what' | 'fix'>;

const lacks: Record<Exclude<MachineTrouble, 'network'>, Mend> = {
  'disk-full': {
    state: 'exhausted',
    what: "The engine's disk is full, so docker build could not finish.",
    fix: 'docker system df shows what takes the room; docker builder prune frees build caches (they are made again when needed).',
  },
  'rate-limited': {
    state: 'exhausted',
    what: 'The registry refuses more downloads from your address for now.',
    fix: 'docker login raises the limit; or wait, and check again. Images that are already here are not downloaded again.',
  },
  credentials: {
    state: 'unsuitable',
    what: 'docker could not ask its credentials helper.',
    fix: 'Look at credsStore in ~/.docker/config.json: install the helper it names, or remove the line; then check again.',
  },
  proxy: {
    state: 'unreachable',
    what: 'A proxy between this machine and the registry is in the way.',
    fix: 'Tell the engine about it: https://docs.docker.com/engine/daemon/proxy/. Then check again.',
  },
  'out-of-memory': {
    state: 'exhausted',
    what: 'The engine ran out of memory during the build.',
    fix: 'Give it more (Docker Desktop, Colima: settings, 2 GB are plenty), or close other containers; then check again.',
  },
  'engine-gone': {
    state: 'stopped',
    what: 'The Docker engine went away during the build.',
    fix: 'Start it, then check again.',
  },
};

/** undefined: the build failed for a reason of its own. */
export function buildLack(build: FailedImageBuild, dockerfile: Dockerfile | undefined): Lack | undefined {
  // Docker takes a misspelt stage for an image, and offline that looks like a missing network.
  if (misspeltStage(build, dockerfile)) return undefined;
  const mend = mendOf(build, dockerfile);
  return mend && { need: 'docker', ...mend };
}

function mendOf({ cause, message, ms }: FailedImageBuild, dockerfile: Dockerfile | undefined): Mend | undefined {
  if (cause.kind === 'network')
    return {
      state: 'unreachable',
      what: `The build needs the network, which can't be reached: ${firstLine(message)}.`,
      fix: `Once you are online, check again.${pullAdvice(dockerfile)}`,
    };
  if (cause.kind === 'timed-out')
    return cause.fetching
      ? {
          state: 'unreachable',
          what: `The base image was still being downloaded after ${Math.round(ms / 60_000)} minutes.`,
          fix: `Check again.${pullAdvice(dockerfile)}`,
        }
      : undefined;
  return cause.kind in lacks ? lacks[cause.kind as keyof typeof lacks] : undefined;
}

function pullAdvice(dockerfile: Dockerfile | undefined): string {
  const base = dockerfile?.stages.find(({ from, base }) => from === base && base !== 'scratch')?.base;
  return base === undefined ? '' : ` docker pull ${base} fetches the image beforehand.`;
}
