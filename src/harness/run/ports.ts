/** Free TCP ports that stay reserved for the whole run, between all of the workshop's processes on this machine. */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import type { Lack } from '../../kit/index.ts';
import type { Lock } from '../lease/lease.ts';
import { holderOf } from '../process/sockets.ts';
import { tryRunLock } from './root.ts';

/**
 * Below Linux's ephemeral range (32768–60999), so that no outgoing connection takes an issued port, and below the node
 * ports of a Kubernetes cluster on this machine (30000–32767): packet filters redirect those even where nothing listens.
 */
const lowest = 20_000;
const highest = 30_000;

export type Ports = {
  issue(): Promise<number>;
  release(): void;
};

export function openPorts(): Ports {
  const held: Lock[] = [];
  return {
    async issue() {
      for (let tries = 0; tries < 500; tries += 1) {
        const port = randomInt(lowest, highest);
        const lock = tryRunLock(`port-${port}`);
        if (!lock) continue;
        if (await isFree(port)) {
          held.push(lock);
          return port;
        }
        lock.release();
      }
      throw new Error(`no free TCP port between ${lowest} and ${highest}`);
    },
    release() {
      for (const lock of held.splice(0)) lock.release();
    },
  };
}

/** Nothing listens on it, neither on 127.0.0.1 nor on all addresses. */
export async function isFree(port: number): Promise<boolean> {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, undefined));
}

function canListen(port: number, host: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code !== 'EADDRINUSE' && error.code !== 'EACCES'),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Names who holds it, where the system tells. */
export function portTaken(port: number): Lack {
  const holder = holderOf(port);
  const who = holder ? `${holder.name} (process ${holder.pid})` : 'another program';
  return {
    need: { port },
    state: 'taken',
    what: `Port ${port} is taken by ${who} on this machine.`,
    fix: 'Stop it, then check again; nothing else needs this port.',
  };
}
