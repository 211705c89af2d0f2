/** The HTTP client of the checks. Loopback only, never through a proxy, a fresh connection for every request unless a session is asked for. */
import { Agent } from 'node:http';
import { type CheckScope, eventually, type Http, type HttpRequest, type Session } from '../../kit/index.ts';
import { exchange } from './exchange.ts';
import { connectRaw } from './raw.ts';
import { type NoteError, noteShortages } from './shortages.ts';
import { openStream } from './stream.ts';
import { together } from './together.ts';

type Scope = Pick<CheckScope, 'signal' | 'defer' | 'work' | 'onFailure'>;

/** From so many requests at once on, sending them keeps a core busy: that takes a token. */
const crowd = 32;

export function openHttp(scope: Scope): Http {
  const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
  scope.defer(() => agent.destroy());
  const onError = noteShortages(scope);
  const send = (request: HttpRequest) => exchange(request, { agent, signal: scope.signal, onError });
  return {
    send,
    get: (url, options) => send({ ...options, url }),
    post: (url, body, options) => send({ method: 'POST', ...options, url, body }),
    together(requests, options) {
      const sent = () => together(requests, { agent, signal: scope.signal, onError }, options);
      return requests.length < crowd ? sent() : scope.work(sent);
    },
    stream: (request) => openStream(request, agent, { ...scope, onError }),
    session: () => openSession({ ...scope, onError }),
    connect: (url) => connectRaw(url, { ...scope, onError }),
  };
}

function openSession(scope: Scope & { onError: NoteError }): Session {
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
  const send = (request: HttpRequest) => exchange(request, { agent, signal: scope.signal, onError: scope.onError });
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
