/** Makes containers that can do as little as in a well-kept cluster. */
import type Dockerode from 'dockerode';
import { block, type Container, type Image, type NotStarted, type RunOptions } from '../../../kit/index.ts';
import type { Engine } from '../engine/engine.ts';
import { ignoringMissing } from '../labels.ts';
import { openContainer } from './container.ts';
import { followLog } from './log.ts';

/** The port of the contract. */
const port = '8080/tcp';
const MiB = 2 ** 20;

export type ContainerScope = {
  signal: AbortSignal;
  defer(cleanup: () => void | Promise<void>): void;
  log(source: 'app', line: string): void;
};

type Order = { engine: Engine; image: Image; labels: Record<string, string>; options: RunOptions };

export async function runContainer(order: Order, scope: ContainerScope): Promise<Container | NotStarted> {
  const first = await attempt(order, scope, true);
  // A rootless engine may have no say over memory and processor time: the rest is worth as much without them.
  if ('message' in first && withoutLimits.test(first.message)) return attempt(order, scope, false);
  return first;
}

const withoutLimits = /cgroup|CFS|(limit|NanoCPUs|memory|pids).*(not support|can ?not be set)|not support.*limit/i;
/** What the engine says when it is not about the image. */
const engineTrouble =
  /external connectivity|port is already allocated|iptables|no space left on device|cannot allocate memory|network \S+ not found/i;

async function attempt(order: Order, scope: ContainerScope, limited: boolean): Promise<Container | NotStarted> {
  scope.signal.throwIfAborted();
  const made = await created(order, limited);
  if ('message' in made) return refused(made.message);
  scope.defer(() => ignoringMissing(made.remove({ force: true, v: true })));
  const begun = performance.now();
  try {
    await made.start();
  } catch (error) {
    return refused(messageOf(error));
  }
  const log = await followLog(made, (line) => scope.log('app', line));
  scope.defer(() => log.close());
  return openContainer(order.engine, made, port, log, begun);
}

function refused(message: string): NotStarted {
  if (engineTrouble.test(message))
    block({
      need: 'docker',
      state: 'unsuitable',
      what: `The Docker engine could not start a container: ${message}`,
      fix: '',
    });
  return { started: false, message };
}

/** The engine refuses some images when the container is made, others when it is started. */
async function created(order: Order, limited: boolean): Promise<Dockerode.Container | { message: string }> {
  const { engine, image, labels, options } = order;
  try {
    return await engine.client.createContainer({
      Image: image.id,
      Labels: labels,
      Env: Object.entries(options.env ?? {}).map(([name, value]) => `${name}=${value}`),
      ExposedPorts: { [port]: {} },
      HostConfig: {
        ReadonlyRootfs: true,
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges'],
        ...(limited ? limits(options) : {}),
        PortBindings: { [port]: [{ HostIp: engine.bindAddress, HostPort: '' }] },
        // A program that prints without end must not fill the engine's disk.
        LogConfig: { Type: 'json-file', Config: { 'max-size': '8m', 'max-file': '1' } },
      },
    });
  } catch (error) {
    const { statusCode } = error as { statusCode?: number };
    if (statusCode === undefined) throw error;
    return { message: messageOf(error) };
  }
}

function limits({ memory = 32 * MiB, cpus = 0.5 }: RunOptions): Partial<Dockerode.HostConfig> {
  return { Memory: memory, MemorySwap: memory, NanoCpus: cpus * 1e9, PidsLimit: 256 };
}

function messageOf(error: unknown): string {
  const { json, message } = error as { json?: { message?: string }; message?: string };
  return json?.message ?? message ?? String(error);
}
