/** Starts containers that may do as little as in a well-kept cluster. */
import type Dockerode from 'dockerode';
import {
  block,
  type CheckScope,
  type Container,
  type ContainerOptions,
  type Image,
  type NotStarted,
} from '../../../kit/index.ts';
import type { Engine } from '../engine/engine.ts';
import { plainRefusal, refusesLimits, startCause, startLack } from '../engine/messages.ts';
import { ignoringMissing } from '../labels.ts';
import { openContainer } from './container.ts';
import { followLog } from './log.ts';

type Order = { engine: Engine; image: Image; labels: Record<string, string>; options: ContainerOptions };

/** The engine refused: what it said. */
type Refusal = { refused: string };

export async function runContainer(order: Order, scope: CheckScope): Promise<Container | NotStarted> {
  const first = await attempt(order, scope, true);
  const made = 'refused' in first && refusesLimits(first.refused) ? await attempt(order, scope, false) : first;
  if (!('refused' in made)) return made;
  const lack = startLack(made.refused);
  if (lack) block(lack);
  return { started: false, cause: startCause(made.refused), message: plainRefusal(made.refused) };
}

async function attempt(order: Order, scope: CheckScope, limited: boolean): Promise<Container | Refusal> {
  scope.signal.throwIfAborted();
  const made = await create(order, limited);
  if ('refused' in made) return made;
  scope.defer(() => ignoringMissing(made.remove({ force: true, v: true })));
  const begun = performance.now();
  try {
    await made.start();
  } catch (error) {
    return { refused: messageOf(error) };
  }
  const printed = await followLog(made, (line) => scope.log('app', line));
  scope.defer(() => printed.close());
  return openContainer(order.engine, made, portKey(order.options), printed, begun);
}

/** The engine refuses some images when the container is made, others when it is started. */
async function create(order: Order, limited: boolean): Promise<Dockerode.Container | Refusal> {
  const { engine, image, labels, options } = order;
  const port = portKey(options);
  try {
    return await engine.client.createContainer({
      Image: image.id,
      Labels: labels,
      Env: Object.entries(options.env ?? {}).map(([name, value]) => `${name}=${value}`),
      ExposedPorts: { [port]: {} },
      HostConfig: {
        ...(options.plain ? {} : { ReadonlyRootfs: true, CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges'] }),
        ...(limited ? limits(options) : {}),
        PortBindings: { [port]: [{ HostIp: engine.bindAddress, HostPort: '' }] },
        // A program that never stops printing must not fill the engine's disk.
        LogConfig: { Type: 'json-file', Config: { 'max-size': '8m', 'max-file': '1' } },
      },
    });
  } catch (error) {
    const { statusCode } = error as { statusCode?: number };
    if (statusCode === undefined) throw error;
    return { refused: messageOf(error) };
  }
}

const portKey = ({ port }: ContainerOptions) => `${port}/tcp`;

function limits({ memory, cpus }: ContainerOptions): Partial<Dockerode.HostConfig> {
  return { Memory: memory, MemorySwap: memory, NanoCpus: cpus && cpus * 1e9, PidsLimit: 256 };
}

function messageOf(error: unknown): string {
  const { json, message } = error as { json?: { message?: string }; message?: string };
  return json?.message ?? message ?? String(error);
}
