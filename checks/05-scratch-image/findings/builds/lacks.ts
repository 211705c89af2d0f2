/** Builds that failed for a reason of the machine's: what to do about it. The learner's program is not at fault. */
import type { BuildCause, Dockerfile, FailedImageBuild, Lack, MachineTrouble } from '#kit';
import { firstLine, misspeltStage } from './mistakes.ts';

type Mend = Pick<Lack, 'state' | 'what' | 'fix'>;

const lacks: Record<MachineTrouble, Mend> = {
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

function mendOf(build: FailedImageBuild, dockerfile: Dockerfile | undefined): Mend | undefined {
  const { cause, ms } = build;
  switch (cause.kind) {
    case 'network':
      return offline(build, cause.image, dockerfile);
    case 'builder-too-old':
      return build.builder === 'classic' ? byChoice(cause) : tooOld(cause, dockerfile);
    case 'no-command-line':
      return noCommandLine;
    case 'timed-out':
      return cause.fetching
        ? {
            state: 'unreachable',
            what: `The base image was still being downloaded after ${Math.round(ms / 60_000)} minutes.`,
            fix: `Check again.${pullAdvice(baseOf(dockerfile))}`,
          }
        : undefined;
    default:
      return cause.kind in lacks ? lacks[cause.kind as keyof typeof lacks] : undefined;
  }
}

function offline({ message }: FailedImageBuild, image: string | undefined, dockerfile: Dockerfile | undefined): Mend {
  const { syntax, modern = [] } = dockerfile ?? {};
  if (syntax && image && sameImage(syntax, image))
    return {
      state: 'unreachable',
      what: `"# syntax=${syntax}" has the builder fetch ${syntax}, which reads the Dockerfile, and no registry can be reached.`,
      fix: `Once you are online, check again.${
        modern.length > 0 ? '' : ' Offline, leave that line out: every builder can read this Dockerfile without it.'
      }`,
    };
  return {
    state: 'unreachable',
    what: `The build needs the network, which can't be reached: ${firstLine(message)}.`,
    fix: `Once you are online, check again.${pullAdvice(image ?? baseOf(dockerfile))}`,
  };
}

const sameImage = (syntax: string, image: string) => syntax.replace(/^docker\.io\//, '').split('@')[0] === image;

type TooOld = Extract<BuildCause, { kind: 'builder-too-old' }>;

const byChoice = ({ word, line }: TooOld): Mend => ({
  state: 'unsuitable',
  what: `Dockerfile:${line} uses ${word}, which the classic builder does not know: BuildKit does, and DOCKER_BUILDKIT=0 turns it off.`,
  fix: 'Unset DOCKER_BUILDKIT, then check again. The line itself is right.',
});

function tooOld({ word, line, engine }: TooOld, dockerfile: Dockerfile | undefined): Mend {
  const what = `Dockerfile:${line} uses ${word}, which is newer than the builder here (${engine}).`;
  if (engine.startsWith('Podman'))
    return { state: 'too-old', what, fix: `Update Podman, or build without ${word}. The line itself is right.` };
  const reader = dockerfile?.syntax
    ? ''
    : ', or make "# syntax=docker/dockerfile:1" the first line: it fetches a newer reader';
  return { state: 'too-old', what, fix: `Update Docker${reader}. The line itself is right.` };
}

const noCommandLine: Mend = {
  state: 'missing',
  what: 'RUN --mount=type=secret and type=ssh are served by the docker command line, and there is none with BuildKit here (no plugin buildx).',
  fix: 'Install the plugin (Debian, Ubuntu: docker-buildx or docker-buildx-plugin), then check again. The line itself is right.',
};

const baseOf = (dockerfile: Dockerfile | undefined) =>
  dockerfile?.stages.find(({ from, base }) => from === base && base !== 'scratch')?.base;

const pullAdvice = (image: string | undefined) =>
  image === undefined ? '' : ` docker pull ${image} fetches the image beforehand.`;
