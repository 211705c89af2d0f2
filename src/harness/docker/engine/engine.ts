/** Finds the engine, or says what keeps us from it and how to get one. */
import { userInfo } from 'node:os';
import type Dockerode from 'dockerode';
import { type Found, found, type Lack, lacking, late, within } from '../../../kit/index.ts';
import { type Endpoint, endpoints, type Place, UnusableEndpoint } from './discovery.ts';

export type Engine = {
  client: Dockerode;
  endpoint: Endpoint;
  kind: 'docker' | 'podman';
  version: string;
  /** GOARCH name of the engine's own machine. */
  architecture: string;
  /** Where ports that the engine publishes can be reached. */
  publishedHost: string;
  /** The address to publish on: loopback, unless the engine is on another machine. */
  bindAddress: string;
};

const answerWithinMs = 5_000;
/** Beside the codes of errno(3): it accepted the connection and said nothing. */
const unanswered = 'unanswered';

export async function findEngine(environment: NodeJS.ProcessEnv): Promise<Found<Engine>> {
  const place: Place = { environment, ...whereWeAre(environment) };
  let candidates: Endpoint[];
  try {
    candidates = endpoints(place);
  } catch (error) {
    if (error instanceof UnusableEndpoint)
      return noEngine('unsuitable', `This needs a Docker engine: ${error.message}.`, '');
    throw error;
  }
  const failures: { endpoint: Endpoint; code: string }[] = [];
  for (const endpoint of candidates) {
    const answer = await connect(endpoint);
    if ('client' in answer) return found(answer);
    failures.push({ endpoint, code: answer.code });
  }
  return lacking({ need: 'docker', ...explain(failures, place.platform) });
}

function whereWeAre(environment: NodeJS.ProcessEnv): Omit<Place, 'environment'> {
  const { uid, homedir } = userInfo();
  return { home: environment.HOME || homedir, platform: process.platform, uid: uid < 0 ? undefined : uid };
}

async function connect(endpoint: Endpoint): Promise<Engine | { code: string }> {
  const { default: Docker } = await import('dockerode');
  const client = new Docker(optionsOf(endpoint));
  const cancel = new AbortController();
  try {
    const answer = await within(
      answerWithinMs,
      client.version({ abortSignal: cancel.signal } as never) as unknown as Promise<Dockerode.DockerVersion>,
    );
    if (answer === late) return { code: unanswered };
    if (answer.Os !== 'linux') return { code: `os:${answer.Os}` };
    const podman = (answer.Components ?? []).some((one) => /podman/i.test(one.Name));
    const host = 'host' in endpoint.address ? endpoint.address.host : '127.0.0.1';
    const local = host === 'localhost' || host === '127.0.0.1' || host === '::1';
    return {
      client,
      endpoint,
      kind: podman ? 'podman' : 'docker',
      version: answer.Version,
      architecture: answer.Arch,
      publishedHost: local ? '127.0.0.1' : host,
      bindAddress: local ? '127.0.0.1' : '0.0.0.0',
    };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { code: code ?? message };
  } finally {
    cancel.abort();
  }
}

function optionsOf({ address }: Endpoint): Dockerode.DockerOptions {
  if ('socketPath' in address) return { socketPath: address.socketPath };
  const { host, port, tls } = address;
  return { host, port, protocol: tls ? 'https' : 'http', ...tls };
}

const noEngine = (state: Lack['state'], what: string, fix: string) => lacking({ need: 'docker', state, what, fix });

type Failed = { endpoint: Endpoint; code: string };

function explain(failures: readonly Failed[], platform: NodeJS.Platform): Omit<Lack, 'need'> {
  const need = 'This needs a Docker engine';
  const chosen = failures.find(({ endpoint }) => endpoint.chosen);
  if (chosen)
    return {
      state: stateOf(chosen.code),
      what: `${need}, and the one you have chosen (${chosen.endpoint.origin}: ${written(chosen.endpoint)}) ${reason(chosen.code)}.`,
      fix: `${stateOf(chosen.code) === 'forbidden' ? allow : 'Start it'}, or choose another: unset DOCKER_HOST, docker context use default.`,
    };
  const denied = failures.find(({ code }) => stateOf(code) === 'forbidden');
  if (denied)
    return {
      state: 'forbidden',
      what: `${need}. There is one at ${written(denied.endpoint)}, but your user may not use it.`,
      fix: `${allow}; then log out and in again. (Members of that group can become root on this machine.)`,
    };
  if (failures.some(({ code }) => code.startsWith('os:')))
    return {
      state: 'unsuitable',
      what: `${need} that runs Linux containers.`,
      fix: 'In Docker Desktop\'s menu choose "Switch to Linux containers".',
    };
  const [dead] = failures;
  if (dead)
    return {
      state: 'stopped',
      what: `${need}. ${dead.endpoint.origin} is installed, but ${reason(dead.code)}.`,
      fix: `${start(platform)} Then check again.`,
    };
  return { state: 'missing', what: `${need}, and none was found here.`, fix: `${install(platform)} Then check again.` };
}

const allow = 'sudo usermod -aG docker "$USER" allows it';

/** By errno(3), or by what else `connect` says. */
function stateOf(code: string): Lack['state'] {
  if (code === 'EACCES' || code === 'EPERM') return 'forbidden';
  if (code === 'ENOENT' || code === 'ECONNREFUSED') return 'stopped';
  return code.startsWith('os:') ? 'unsuitable' : 'unreachable';
}

const written = ({ cli, address }: Endpoint) =>
  cli.DOCKER_HOST ?? ('socketPath' in address ? address.socketPath : `${address.host}:${address.port}`);

function reason(code: string): string {
  if (code === 'ENOENT') return 'is not there: no such socket';
  if (code === 'ECONNREFUSED') return 'does not answer: it is not running';
  if (code === unanswered) return 'did not answer within 5 s';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be used by your user';
  if (code === 'ENOTFOUND') return 'is on a machine whose name is not known';
  if (code.startsWith('os:')) return `runs ${code.slice(3)} containers, not Linux ones`;
  return `does not answer (${code})`;
}

function start(platform: NodeJS.Platform): string {
  return platform === 'linux' ? 'Start it: sudo systemctl start docker.' : 'Open the application that brings it.';
}

function install(platform: NodeJS.Platform): string {
  if (platform === 'darwin')
    return 'Install one of Docker Desktop, OrbStack, Rancher Desktop or Colima (brew install colima docker; colima start).';
  if (platform === 'win32') return 'Install Docker Desktop or Rancher Desktop.';
  return 'On Debian and Ubuntu: sudo apt-get install docker.io, and for your user sudo usermod -aG docker "$USER" (then log out and in). Podman works too: systemctl --user start podman.socket.';
}
