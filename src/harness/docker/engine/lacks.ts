/** Why no engine could be used, as a Lack: what is wrong, and how to mend it. */
import { duration, type Lack } from '../../../kit/index.ts';
import type { Endpoint, UnusableEndpoint } from './discovery.ts';

export const answerWithinMs = 5_000;

/** Why we can't use the engine at an endpoint. silent: it accepted the connection and sent nothing. */
export type EndpointFault =
  | { kind: 'no-socket' | 'refused' | 'forbidden' | 'silent' | 'unknown-host' }
  | { kind: 'not-linux'; os: string }
  | { kind: 'other'; detail: string };

export type Unreached = { endpoint: Endpoint; fault: EndpointFault };

/** installed: the engine's program was found, whether it runs or not. */
type System = { platform: NodeJS.Platform; installed: boolean };

/** Of all endpoints that failed, the one whose trouble is easiest to mend. */
export function engineLack(unreached: readonly Unreached[], { platform, installed }: System): Lack {
  const chosen = unreached.find(({ endpoint }) => endpoint.chosen);
  if (chosen) return chosenLack(chosen);
  const having = (kind: EndpointFault['kind']) => unreached.find(({ fault }) => fault.kind === kind);
  const forbidden = having('forbidden');
  if (forbidden)
    return docker('forbidden', `Your user may not use the Docker engine at ${written(forbidden.endpoint)}.`, allow);
  if (having('not-linux'))
    return docker('unsuitable', 'The Docker engine runs Windows containers, and Linux ones are needed.', toLinux);
  // Windows has no way to see whether a pipe exists except to open it.
  const present = unreached.find(({ fault }) => fault.kind !== 'no-socket');
  if (present) {
    const { endpoint, fault } = present;
    return docker(stateOf(fault), `${endpoint.origin} was found, but it ${reason(fault)}.`, start(platform));
  }
  if (installed)
    return docker('stopped', 'Docker is installed, but its engine does not run: it has no socket.', start(platform));
  return docker('missing', 'No Docker engine was found.', install(platform));
}

/** The user set an address that can't be dialled. */
export function unusableLack({ reason: why, host }: UnusableEndpoint): Lack {
  if (why === 'behind-ssh')
    return docker(
      'unsuitable',
      `The Docker engine is set to ${host}, and engines behind ssh are not supported.`,
      'Forward its socket instead: ssh -N -L ./docker.sock:/var/run/docker.sock HOST, then DOCKER_HOST=unix://$PWD/docker.sock.',
    );
  return docker(
    'unsuitable',
    `"${host}" is not the address of a Docker engine.`,
    'Set DOCKER_HOST to an address such as unix:///var/run/docker.sock, or unset it.',
  );
}

const docker = (state: Lack['state'], what: string, fix: string): Lack => ({ need: 'docker', state, what, fix });

/** The user's own choice is never passed over for another engine. */
function chosenLack({ endpoint, fault }: Unreached): Lack {
  const what = `The Docker engine you have chosen (${endpoint.origin}: ${written(endpoint)}) ${reason(fault)}.`;
  return docker(stateOf(fault), what, `${mend(fault)} To use another engine: ${anotherEngine(endpoint)}.`);
}

const anotherEngine = ({ cli }: Endpoint) =>
  cli.DOCKER_CONTEXT === undefined ? 'unset DOCKER_HOST' : 'docker context use default';

function mend(fault: EndpointFault): string {
  if (fault.kind === 'forbidden') return allow;
  if (fault.kind === 'not-linux') return toLinux;
  if (fault.kind === 'unknown-host') return 'Check the name of the machine.';
  return 'Start it.';
}

function stateOf({ kind }: EndpointFault): Lack['state'] {
  if (kind === 'forbidden') return 'forbidden';
  if (kind === 'not-linux') return 'unsuitable';
  return kind === 'no-socket' || kind === 'refused' ? 'stopped' : 'unreachable';
}

const written = ({ cli, address }: Endpoint) =>
  cli.DOCKER_HOST ?? ('socketPath' in address ? address.socketPath : `${address.host}:${address.port}`);

/** Continues "The Docker engine …". */
function reason(fault: EndpointFault): string {
  switch (fault.kind) {
    case 'no-socket':
      return 'does not run: there is no such socket';
    case 'refused':
      return 'does not run: it refuses the connection';
    case 'silent':
      return `did not answer within ${duration(answerWithinMs)}`;
    case 'forbidden':
      return 'may not be used by your user';
    case 'unknown-host':
      return 'is on a machine whose name is unknown';
    case 'not-linux':
      return `runs ${fault.os} containers, and Linux ones are needed`;
    case 'other':
      return `does not answer (${fault.detail})`;
  }
}

const allow =
  'Allow it: sudo usermod -aG docker "$USER", then log out and in again. (Members of that group can become root on this machine.)';
const toLinux = 'In Docker Desktop\'s menu choose "Switch to Linux containers".';

function start(platform: NodeJS.Platform): string {
  return platform === 'linux' ? 'Start it: sudo systemctl start docker.' : 'Start the application that provides it.';
}

function install(platform: NodeJS.Platform): string {
  if (platform === 'darwin')
    return 'Install one of Docker Desktop, OrbStack, Rancher Desktop or Colima (brew install colima docker; colima start).';
  if (platform === 'win32') return 'Install Docker Desktop or Rancher Desktop.';
  return 'On Debian and Ubuntu: sudo apt-get install docker.io, then for your user sudo usermod -aG docker "$USER" (log out and in again). Podman works too: systemctl --user start podman.socket.';
}
