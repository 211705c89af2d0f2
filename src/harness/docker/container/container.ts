/** A started container, as a check sees it. */
import { existsSync } from 'node:fs';
import { get } from 'node:http';
import type Dockerode from 'dockerode';
import { type Container, type ContainerExit, eventually, late, within } from '../../../kit/index.ts';
import type { Engine } from '../engine/engine.ts';
import { ignoringMissing } from '../labels.ts';
import type { ContainerLog } from './log.ts';

export async function openContainer(
  engine: Engine,
  container: Dockerode.Container,
  port: string,
  log: ContainerLog,
  begun: number,
): Promise<Container> {
  const ended = exitOf(container, log, begun);
  ended.catch(() => {});
  const places = await addresses(engine, container, port);
  let place = places[0];
  const url = (path: string) => `http://${place}${path}`;
  const answer = async (path: string): Promise<boolean> => {
    for (const one of places) {
      if (!(await answersOnce(`http://${one}${path}`))) continue;
      place = one;
      return true;
    }
    return false;
  };
  const exited = async (ms = 30_000) => {
    const exit = await within(ms, ended);
    return exit === late ? undefined : exit;
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
      const answered = await eventually(ms, async () => ((await answer(path)) ? true : over ? false : undefined));
      return answered ? performance.now() - begun : undefined;
    },
    async stop(seconds) {
      await ignoringMissing(container.stop({ t: seconds }));
      return ended;
    },
    users: () => usersOf(container),
  };
}

/**
 * Where the port was published. When we are in a container ourselves and the engine is outside, that address is
 * the host's, not ours: then the container's own one is tried too.
 */
async function addresses(engine: Engine, container: Dockerode.Container, port: string): Promise<string[]> {
  const { NetworkSettings } = await container.inspect();
  const published = `${engine.publishedHost}:${NetworkSettings.Ports?.[port]?.[0]?.HostPort ?? '0'}`;
  const inside = existsSync('/.dockerenv') || existsSync('/run/.containerenv');
  const own = Object.values(NetworkSettings.Networks ?? {})[0]?.IPAddress;
  return inside && own ? [published, `${own}:${port.split('/')[0]}`] : [published];
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
