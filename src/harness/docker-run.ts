/** Containers that can do as little as in a well-kept cluster. */
import { get } from 'node:http';
import type Dockerode from 'dockerode';
import type { Container, ContainerExit, Image, NotStarted, RunOptions } from '../kit/index.ts';
import { eventually, within } from '../kit/patience.ts';
import type { Engine } from './docker-engine.ts';
import { ignoringMissing } from './docker-labels.ts';
import { type ContainerLog, followLog } from './docker-log.ts';

/** The port of the contract. */
const port = '8080/tcp';
const MiB = 2 ** 20;

export type ContainerScope = {
  signal: AbortSignal;
  defer(cleanup: () => void | Promise<void>): void;
  log(source: 'app', line: string): void;
};

export async function runContainer(
  engine: Engine,
  image: Image,
  labels: Record<string, string>,
  options: RunOptions,
  scope: ContainerScope,
): Promise<Container | NotStarted> {
  scope.signal.throwIfAborted();
  const made = await created(engine, image, labels, options);
  if ('message' in made) return { started: false, message: made.message };
  scope.defer(() => ignoringMissing(made.remove({ force: true, v: true })));
  const begun = performance.now();
  try {
    await made.start();
  } catch (error) {
    return { started: false, message: messageOf(error) };
  }
  const log = await followLog(made, (line) => scope.log('app', line));
  scope.defer(() => log.close());
  return open(engine, made, log, begun);
}

/** The engine refuses some images when the container is made, others when it is started. */
async function created(
  { client, bindAddress }: Engine,
  image: Image,
  labels: Record<string, string>,
  options: RunOptions,
): Promise<Dockerode.Container | { message: string }> {
  const memory = options.memory ?? 32 * MiB;
  try {
    return await client.createContainer({
      Image: image.id,
      Labels: labels,
      Env: Object.entries(options.env ?? {}).map(([name, value]) => `${name}=${value}`),
      ExposedPorts: { [port]: {} },
      HostConfig: {
        ReadonlyRootfs: true,
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges'],
        Memory: memory,
        MemorySwap: memory,
        NanoCpus: (options.cpus ?? 0.5) * 1e9,
        PidsLimit: 256,
        PortBindings: { [port]: [{ HostIp: bindAddress, HostPort: '' }] },
        // A program that prints without end must not fill the engine's disk.
        LogConfig: { Type: 'json-file', Config: { 'max-size': '8m', 'max-file': '1' } },
      },
    });
  } catch (error) {
    const { statusCode } = error as { statusCode?: number };
    if (statusCode === 400 || statusCode === 404) return { message: messageOf(error) };
    throw error;
  }
}

function messageOf(error: unknown): string {
  const { json, message } = error as { json?: { message?: string }; message?: string };
  return json?.message ?? message ?? String(error);
}

async function open(
  engine: Engine,
  container: Dockerode.Container,
  log: ContainerLog,
  begun: number,
): Promise<Container> {
  const ended = exitOf(container, log, begun);
  ended.catch(() => {});
  const { NetworkSettings } = await container.inspect();
  const published = NetworkSettings.Ports?.[port]?.[0]?.HostPort ?? '0';
  const url = (path: string) => `http://${engine.publishedHost}:${published}${path}`;
  const exited = async (ms = 30_000) => {
    const exit = await within(ms, ended);
    return exit === 'late' ? undefined : exit;
  };
  let over = false;
  void ended.then(
    () => {
      over = true;
    },
    () => {},
  );
  return {
    started: true,
    id: container.id,
    url,
    log,
    exited,
    async answers(path, ms = 30_000) {
      const answered = await eventually(ms, async () =>
        (await answersOnce(url(path))) ? true : over ? false : undefined,
      );
      return answered ? performance.now() - begun : undefined;
    },
    async stop(seconds) {
      await ignoringMissing(container.stop({ t: seconds }));
      return ended;
    },
    users: () => usersOf(container),
  };
}

async function exitOf(container: Dockerode.Container, log: ContainerLog, begun: number): Promise<ContainerExit> {
  const { StatusCode } = (await container.wait()) as { StatusCode: number };
  const ms = performance.now() - begun;
  await within(2_000, log.ended);
  const { State } = await container.inspect();
  return { code: StatusCode, outOfMemory: State.OOMKilled, ms };
}

/** docker's proxy accepts before the program listens, so only an answer counts. */
function answersOnce(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: 2_000 }, (response) => {
      response.resume();
      resolve(true);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(false));
  });
}

/** `docker top`: needs a ps on the engine's machine. */
async function usersOf(container: Dockerode.Container): Promise<number[] | undefined> {
  try {
    const { Titles, Processes } = (await container.top({ ps_args: '-eo pid,uid' })) as {
      Titles: string[];
      Processes: string[][];
    };
    const column = Titles.indexOf('UID');
    const users = Processes.map((row) => Number(row[column]));
    return column < 0 || users.length === 0 || users.some(Number.isNaN) ? undefined : users;
  } catch {
    return undefined;
  }
}
