import { block, type Dockerfile, type Lack } from '#kit';
import { type Failed, firstLine, misspeltStage, wholeText } from './explain-build.ts';

const network =
  /no such host|i\/o timeout|network is unreachable|TLS handshake timeout|temporary failure in name resolution|Temporary failure resolving|could ?n.t resolve host|server misbehaving|temporary error \(try again later\)|connection timed out|dial tcp .*connection refused|failed to do request/i;

/** Everything here says what to do on this machine; none of it is the learner's program. */
const lacks: [RegExp, Pick<Lack, 'state' | 'what' | 'fix'>][] = [
  [
    /no space left on device/i,
    {
      state: 'exhausted',
      what: "The engine's disk is full, so docker build could not finish.",
      fix: 'docker system df shows what takes the room; docker builder prune frees build caches (they are made again when needed).',
    },
  ],
  [
    /toomanyrequests|rate limit/i,
    {
      state: 'exhausted',
      what: 'The registry refuses more downloads from your address for now.',
      fix: 'docker login raises the limit; or wait, and check again. Images that are here already are not downloaded again.',
    },
  ],
  [
    /error getting credentials|docker-credential-/i,
    {
      state: 'unsuitable',
      what: 'docker could not ask its credentials helper.',
      fix: 'Look at credsStore in ~/.docker/config.json: install the helper it names, or remove the line; then check again.',
    },
  ],
  [
    /proxyconnect|Proxy Authentication Required|certificate signed by unknown authority/i,
    {
      state: 'unreachable',
      what: 'A proxy between this machine and the registry is in the way.',
      fix: 'Tell the engine about it: https://docs.docker.com/engine/daemon/proxy/. Then check again.',
    },
  ],
  [
    /cannot allocate memory|exit code: 137|signal: killed|returned a non-zero code: 137/i,
    {
      state: 'exhausted',
      what: 'The engine ran out of memory during the build.',
      fix: 'Give it more (Docker Desktop, Colima: settings, 2 GB are plenty), or close other containers; then check again.',
    },
  ],
  [
    /Cannot connect to the Docker daemon|error during connect|daemon is not running/i,
    {
      state: 'stopped',
      what: 'The Docker engine went away during the build.',
      fix: 'Start it, then check again.',
    },
  ],
];

export function blockIfMachine(build: Failed, read: Dockerfile | undefined): void {
  if (build.why === 'timed-out' && fetching(build))
    block({
      need: 'docker',
      state: 'unreachable',
      what: `The base image was still being downloaded after ${Math.round(build.ms / 60_000)} minutes.`,
      fix: `Check again.${pullAdvice(read)}`,
    });
  if (build.why !== 'failed' || misspeltStage(build, read)) return;
  const text = wholeText(build);
  const known = lacks.find(([words]) => words.test(text));
  if (known) block({ need: 'docker', ...known[1] });
  if (network.test(text))
    block({
      need: 'docker',
      state: 'unreachable',
      what: `The build needs the network, and it is not in reach: ${firstLine(build.message)}.`,
      fix: `Once you are online, check again.${pullAdvice(read)}`,
    });
}

/** Still at a FROM, or at what comes before it: the network is slow, and the Dockerfile has not begun. */
const fetching = ({ step }: Failed) => /load metadata|resolve image|(^|\] )FROM /.test(step?.text ?? '');

function pullAdvice(read: Dockerfile | undefined): string {
  const bases = (read?.stages ?? []).filter(({ from, base }) => from === base && base !== 'scratch');
  return bases.length === 0 ? '' : ` docker pull ${bases[0]?.base} fetches the image beforehand.`;
}
