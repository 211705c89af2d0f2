/** The HTTP client of the checks. Loopback only, never through a proxy, a fresh connection for every request unless a session is asked for. */
import { Agent } from 'node:http';
import {
  aborted,
  type CheckScope,
  deadline,
  eventually,
  type Http,
  type HttpRequest,
  late,
  type Reply,
  type Session,
  within,
} from '../../kit/index.ts';
import { exchange } from './exchange.ts';
import { connectRaw } from './raw.ts';
import { openStream } from './stream.ts';

type Scope = Pick<CheckScope, 'signal' | 'defer' | 'work'>;

/** From so many requests at once on, sending them keeps a core busy: that takes a token. */
const crowd = 32;

export function openHttp(scope: Scope): Http {
  const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
  scope.defer(() => agent.destroy());
  const send = (request: HttpRequest) => exchange(request, { agent, signal: scope.signal });
  return {
    send,
    get: (url, options) => send({ ...options, url }),
    post: (url, body, options) => send({ method: 'POST', ...options, url, body }),
    together(requests) {
      const sent = () => together(requests, agent, scope.signal);
      return requests.length < crowd ? sent() : scope.work(sent);
    },
    stream: (request) => openStream(request, agent, scope),
    session: () => openSession(scope),
    connect: (url) => connectRaw(url, scope),
  };
}

/**
 * A right program may read one body after the other (one lock around the whole handler), or have a short read time-out:
 * the bodies are sent when no further handler has begun to read for so long, and in any case after `mostMs`.
 */
const standstillMs = 1_500;
const mostMs = 10_000;

/** The barrier: no request leaves before every connection is open (or has failed to), see Http.together. */
async function together(requests: HttpRequest[], agent: Agent, signal: AbortSignal): Promise<Reply[]> {
  let start = () => {};
  const go = new Promise<void>((resolve) => {
    start = resolve;
  });
  const waiting = new Set(requests.keys());
  const ready = (index: number) => {
    waiting.delete(index);
    if (waiting.size === 0) start();
  };
  const replies = requests.map((request, index) =>
    exchange(request, { agent, signal, go, onReady: () => ready(index) }),
  );
  const most = deadline(mostMs);
  void aborted(most.signal).then(start);
  for (let before = Number.POSITIVE_INFINITY; waiting.size > 0 && waiting.size < before; ) {
    before = waiting.size;
    if ((await within(standstillMs, go)) !== late) break;
  }
  most.stop();
  start();
  return Promise.all(replies);
}

function openSession(scope: Scope): Session {
  let connections = 0;
  let open = 0;
  class Counting extends Agent {
    override createConnection(...args: Parameters<Agent['createConnection']>) {
      const socket = super.createConnection(...args);
      connections += 1;
      open += 1;
      socket?.once('close', () => {
        open -= 1;
      });
      return socket;
    }
  }
  const agent = new Counting({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, maxFreeSockets: 1_024 });
  scope.defer(() => agent.destroy());
  const send = (request: HttpRequest) => exchange(request, { agent, signal: scope.signal });
  return {
    send,
    get: (url, options) => send({ ...options, url }),
    get connections() {
      return connections;
    },
    idleClosed: async (ms = 30_000) => (await eventually(ms, () => (open === 0 ? true : undefined))) === true,
    close: () => agent.destroy(),
  };
}
