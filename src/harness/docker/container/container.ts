/** A started container, as a check sees it. */
import { existsSync } from 'node:fs';
import { get } from 'node:http';
import type Dockerode from 'dockerode';
import { type Container, type ContainerExit, eventually, late, type ProgramLog, within } from '../../../kit/index.ts';
import type { Engine } from '../engine/engine.ts';
import { startCause } from '../engine/messages.ts';
import { ignoringMissing } from '../labels.ts';
import type { FollowedLog } from './log.ts';

export async function openContainer(
  engine: Engine,
  container: Dockerode.Container,
  port: string,
  printed: FollowedLog,
  begun: number,
): Promise<Container> {
  let over = false;
  const ended = exitOf(container, printed, begun).finally(() => {
    over = true;
  });
  ended.catch(() => {});
  const candidates = await addresses(engine, container, port);
  let address = candidates[0];
  const answersNow = async (path: string): Promise<boolean> => {
    for (const one of candidates) {
      if (!(await answersOnce(`http://${one}${path}`))) continue;
      address = one;
      return true;
    }
    return false;
  };
  return {
    started: true,
    id: container.id,
    url: (path) => `http://${address}${path}`,
    log: printed.log,
    async exited(ms = 30_000) {
      const exit = await within(ms, ended);
      return exit === late ? undefined : exit;
    },
    async answers(path, ms = 30_000) {
      const answered = await eventually(ms, async () => ((await answersNow(path)) ? true : over ? false : undefined));
      return answered ? performance.now() - begun : undefined;
    },
    signal: (name) => ignoringMissing(container.kill({ signal: name })),
    async stop(seconds) {
      await ignoringMissing(container.stop({ t: seconds }));
      return ended;
    },
    users: () => usersOf(container),
  };
}

/**
 * Where the port was published. When we run in a container ourselves and the engine is outside, that address is
 * the host's, not ours: then the container's own one is tried too.
 */
async function addresses(engine: Engine, container: Dockerode.Container, port: string): Promise<string[]> {
  const { NetworkSettings } = await container.inspect();
  const published = `${engine.publishedHost}:${NetworkSettings.Ports?.[port]?.[0]?.HostPort ?? '0'}`;
  const inside = existsSync('/.dockerenv') || existsSync('/run/.containerenv');
  const own = Object.values(NetworkSettings.Networks ?? {})[0]?.IPAddress;
  return inside && own ? [published, `${own}:${port.split('/')[0]}`] : [published];
}

async function exitOf(container: Dockerode.Container, printed: FollowedLog, begun: number): Promise<ContainerExit> {
  const { StatusCode: code } = (await container.wait()) as { StatusCode: number };
  const ms = performance.now() - begun;
  await within(2_000, printed.ended);
  const { State } = await container.inspect();
  return { code, outOfMemory: State.OOMKilled, ms, refused: refusedIn(printed.log, code) };
}

/** Written into the log by the runtime, in place of the program: a line or two, and nothing else. */
function refusedIn({ lines }: ProgramLog, code: number): ContainerExit['refused'] {
  if (code === 0 || lines.length > 2) return undefined;
  const cause = startCause(lines.map(({ text }) => text).join('\n'));
  return cause === 'other' || cause === 'read-only-root' ? undefined : cause;
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
