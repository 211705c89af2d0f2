/** Where a Docker engine may listen, in the order of preference of the docker command line and its relatives. Reads files and environment only. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Endpoint = {
  /** Shown to people: 'DOCKER_HOST', 'docker context colima', 'Docker Desktop' … */
  origin: string;
  /** Chosen by the user: when it does not answer, nothing else is tried. */
  chosen: boolean;
  address: { socketPath: string } | { host: string; port: number; tls?: TlsFiles };
  /** What the docker command line needs in its environment to reach the same engine. */
  cli: Record<string, string>;
};

type TlsFiles = { ca?: Buffer; cert?: Buffer; key?: Buffer };

/** An address that can't be dialled. */
export class UnusableEndpoint extends Error {
  override name = 'UnusableEndpoint';
  readonly reason: 'behind-ssh' | 'malformed';
  readonly host: string;
  constructor(reason: UnusableEndpoint['reason'], host: string) {
    super(`${host}: ${reason}`);
    this.reason = reason;
    this.host = host;
  }
}

/** The machine and its user, as far as they say where to look. */
export type Machine = {
  environment: NodeJS.ProcessEnv;
  home: string;
  platform: NodeJS.Platform;
  uid: number | undefined;
};

export function endpoints(machine: Machine): Endpoint[] {
  const chosen = fromEnvironment(machine) ?? fromContext(machine);
  return chosen ? [chosen] : usual(machine);
}

function fromEnvironment({ environment }: Machine): Endpoint | undefined {
  const host = environment.DOCKER_HOST;
  if (!host) return undefined;
  const secured = environment.DOCKER_TLS_VERIFY || environment.DOCKER_TLS;
  const tls = secured && environment.DOCKER_CERT_PATH ? tlsFilesIn(environment.DOCKER_CERT_PATH) : undefined;
  const cli: Record<string, string> = { DOCKER_HOST: host };
  for (const name of ['DOCKER_TLS_VERIFY', 'DOCKER_TLS', 'DOCKER_CERT_PATH', 'DOCKER_API_VERSION']) {
    const value = environment[name];
    if (value !== undefined) cli[name] = value;
  }
  return { origin: 'DOCKER_HOST', chosen: true, address: addressOf(host, tls), cli };
}

/** The active context of the docker command line: DOCKER_CONTEXT, else currentContext in its config.json. */
function fromContext({ environment, home }: Machine): Endpoint | undefined {
  const folder = environment.DOCKER_CONFIG || join(home, '.docker');
  const config = json(join(folder, 'config.json')) as { currentContext?: string } | undefined;
  const name = environment.DOCKER_CONTEXT || config?.currentContext;
  if (!name || name === 'default') return undefined;
  const id = createHash('sha256').update(name).digest('hex');
  const meta = json(join(folder, 'contexts/meta', id, 'meta.json')) as
    | { Endpoints?: { docker?: { Host?: string } } }
    | undefined;
  const host = meta?.Endpoints?.docker?.Host;
  if (!host) return undefined;
  const tls = tlsFilesIn(join(folder, 'contexts/tls', id, 'docker'));
  return {
    origin: `docker context ${name}`,
    chosen: true,
    address: addressOf(host, tls),
    cli: { DOCKER_CONTEXT: name, ...(environment.DOCKER_CONFIG ? { DOCKER_CONFIG: environment.DOCKER_CONFIG } : {}) },
  };
}

function usual({ environment, home, platform, uid }: Machine): Endpoint[] {
  if (platform === 'win32')
    return [
      pipe('Docker Desktop', 'docker_engine'),
      pipe('Docker Desktop', 'dockerDesktopLinuxEngine'),
      pipe('Podman', 'podman-machine-default'),
    ];
  const runtime = environment.XDG_RUNTIME_DIR || `/run/user/${uid ?? 0}`;
  const sockets: [string, string][] = [
    ['Docker', '/var/run/docker.sock'],
    ['rootless Docker', join(runtime, 'docker.sock')],
    ['Docker Desktop', join(home, '.docker/run/docker.sock')],
    ['Docker Desktop', join(home, '.docker/desktop/docker.sock')],
    ['OrbStack', join(home, '.orbstack/run/docker.sock')],
    ['Colima', join(environment.COLIMA_HOME || join(home, '.colima'), 'default/docker.sock')],
    ['Colima', join(environment.XDG_CONFIG_HOME || join(home, '.config'), 'colima/default/docker.sock')],
    ['Rancher Desktop', join(home, '.rd/docker.sock')],
    ['Podman', join(runtime, 'podman/podman.sock')],
    ['Podman', '/run/podman/podman.sock'],
    ['Podman', join(home, '.local/share/containers/podman/machine/podman.sock')],
  ];
  return sockets
    .filter(([, path]) => existsSync(path))
    .map(([origin, socketPath]) => ({
      origin: `${origin} (${socketPath})`,
      chosen: false,
      address: { socketPath },
      cli: { DOCKER_HOST: `unix://${socketPath}` },
    }));
}

const pipe = (origin: string, name: string): Endpoint => ({
  origin,
  chosen: false,
  address: { socketPath: `//./pipe/${name}` },
  cli: { DOCKER_HOST: `npipe:////./pipe/${name}` },
});

/** DOCKER_HOST's forms: https://docs.docker.com/reference/cli/docker/#host-flags */
function addressOf(host: string, tls: TlsFiles | undefined): Endpoint['address'] {
  if (host.startsWith('unix://')) return { socketPath: host.slice('unix://'.length) };
  if (host.startsWith('npipe://')) return { socketPath: host.slice('npipe://'.length) };
  if (host.startsWith('ssh://')) throw new UnusableEndpoint('behind-ssh', host);
  const url = URL.parse(host.includes('://') ? host.replace(/^tcp:/, 'http:') : `http://${host}`);
  if (!url?.hostname) throw new UnusableEndpoint('malformed', host);
  const secure = tls !== undefined || url.protocol === 'https:';
  return {
    host: url.hostname,
    port: Number(url.port || (secure ? 2376 : 2375)),
    tls: secure ? (tls ?? {}) : undefined,
  };
}

function tlsFilesIn(folder: string): TlsFiles | undefined {
  const read = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name)) : undefined);
  const [ca, cert, key] = ['ca.pem', 'cert.pem', 'key.pem'].map(read);
  if (!ca && !cert) return undefined;
  return { ca, cert, key };
}

function json(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
