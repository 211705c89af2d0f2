/** Finds the engine, or says what keeps us from it. */
import { userInfo } from 'node:os';
import type Dockerode from 'dockerode';
import { type Found, found, lacking, late, within } from '../../../kit/index.ts';
import { homeOf } from '../../process/home.ts';
import { onPath } from '../../process/on-path.ts';
import { type Endpoint, endpoints, type Machine, UnusableEndpoint } from './discovery.ts';
import { answerWithinMs, type EndpointFault, engineLack, type Unreached, unusableLack } from './lacks.ts';

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

export async function findEngine(environment: NodeJS.ProcessEnv): Promise<Found<Engine>> {
  const machine = machineOf(environment);
  try {
    const unreached: Unreached[] = [];
    for (const endpoint of endpoints(machine)) {
      const answer = await connect(endpoint);
      if ('client' in answer) return found(answer);
      unreached.push({ endpoint, fault: answer });
    }
    const { platform } = machine;
    return lacking(engineLack(unreached, { platform, installed: isInstalled(machine) }));
  } catch (error) {
    if (error instanceof UnusableEndpoint) return lacking(unusableLack(error));
    throw error;
  }
}

function machineOf(environment: NodeJS.ProcessEnv): Machine {
  const { uid } = userInfo();
  return { environment, home: homeOf(environment), platform: process.platform, uid: uid < 0 ? undefined : uid };
}

/** On Linux the command line alone may belong to an engine elsewhere; other systems get it together with the engine. */
function isInstalled({ environment, platform }: Machine): boolean {
  return onPath(platform === 'linux' ? 'dockerd' : 'docker', environment) !== undefined;
}

async function connect(endpoint: Endpoint): Promise<Engine | EndpointFault> {
  const { default: Docker } = await import('dockerode');
  const client = new Docker(optionsOf(endpoint));
  const cancel = new AbortController();
  try {
    const version = client.version({ abortSignal: cancel.signal } as never);
    const answer = await within(answerWithinMs, version as unknown as Promise<Dockerode.DockerVersion>);
    if (answer === late) return { kind: 'silent' };
    if (answer.Os !== 'linux') return { kind: 'not-linux', os: answer.Os };
    return engineAt(endpoint, client, answer);
  } catch (error) {
    return faultOf(error as NodeJS.ErrnoException);
  } finally {
    cancel.abort();
  }
}

function engineAt(endpoint: Endpoint, client: Dockerode, answer: Dockerode.DockerVersion): Engine {
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
}

/** errno(3) */
function faultOf({ code, message }: NodeJS.ErrnoException): EndpointFault {
  switch (code) {
    case 'ENOENT':
      return { kind: 'no-socket' };
    case 'ECONNREFUSED':
      return { kind: 'refused' };
    case 'EACCES':
    case 'EPERM':
      return { kind: 'forbidden' };
    case 'ENOTFOUND':
      return { kind: 'unknown-host' };
    default:
      return { kind: 'other', detail: code ?? message };
  }
}

function optionsOf({ address }: Endpoint): Dockerode.DockerOptions {
  if ('socketPath' in address) return { socketPath: address.socketPath };
  const { host, port, tls } = address;
  return { host, port, protocol: tls ? 'https' : 'http', ...tls };
}
