/** Fake upstreams on 127.0.0.1. They see what the learner's program does to them: requests, connections, disconnects. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import {
  type CheckScope,
  type Gate,
  type Upstream,
  type UpstreamHandler,
  type UpstreamReply,
  type UpstreamRequest,
  type Upstreams,
  within,
} from '#kit';
import { openDependency } from './dependency.ts';
import { upstreamRequest } from './request.ts';

/** What the upstreams need of the run: clean-up, and ports that nothing else is given. */
export type UpstreamHost = Pick<CheckScope, 'defer'> & { issuePort(): Promise<number> };

export function openUpstreams(host: UpstreamHost): Upstreams {
  const deferred = <T extends { close(): Promise<void> }>(thing: T): T => {
    host.defer(() => thing.close());
    return thing;
  };
  const serve = async (handler: UpstreamHandler) => deferred(await openUpstream(handler));
  return {
    serve,
    hold: async () => gateOf(await serve(() => {})),
    refused: async () => `127.0.0.1:${await host.issuePort()}`,
    dependency: async () => deferred(await openDependency(await host.issuePort())),
  };
}

async function openUpstream(first: UpstreamHandler): Promise<Upstream> {
  const requests: UpstreamRequest[] = [];
  const sockets = new Map<Socket, number>();
  const waiting = new Set<() => void>();
  let connections = 0;
  let handler = first;
  let fault: unknown;

  const receive = async (incoming: IncomingMessage, response: ServerResponse) => {
    const body = await bodyOf(incoming);
    if (body === undefined) return;
    const request = upstreamRequest(incoming, response, body, sockets.get(incoming.socket) ?? 0);
    requests.push(request);
    for (const look of waiting) look();
    await handler(request);
  };
  const server = createServer((incoming, response) => {
    receive(incoming, response).catch((error: unknown) => {
      fault ??= error; // a checker's mistake must not look like a silent upstream: close() and arrived() throw it
    });
  });
  server.on('connection', (socket) => {
    sockets.set(socket, ++connections);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => {}); // a client may reset the connection
  });
  const port = await listen(server);
  const tellFault = () => {
    if (fault !== undefined) throw fault;
  };

  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    get connections() {
      return connections;
    },
    get open() {
      return sockets.size;
    },
    async arrived(n = 1, ms = 10_000) {
      const enough = new Promise<void>((resolve) => {
        const look = () => {
          if (requests.length >= n) resolve();
        };
        waiting.add(look);
        look();
      });
      await within(ms, enough);
      tellFault();
      return requests[n - 1];
    },
    respond(next) {
      handler = next;
    },
    async close() {
      for (const socket of sockets.keys()) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      tellFault();
    },
  };
}

/** Nothing here ever times out by itself: a verdict must not depend on the upstream's patience. */
async function listen(server: Server): Promise<number> {
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  server.maxRequestsPerSocket = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0, backlog: 4096 }, resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** Undefined when the client left before its whole body came: there is nobody to answer. */
async function bodyOf(incoming: IncomingMessage): Promise<string | undefined> {
  try {
    let text = '';
    for await (const chunk of incoming.setEncoding('utf8')) text += chunk;
    return text;
  } catch {
    return undefined;
  }
}

/** An upstream that holds every request until it is released. */
export function gateOf(upstream: Upstream): Gate {
  const release = (reply?: UpstreamReply) => {
    upstream.respond((request) => request.answer(reply));
    for (const request of upstream.requests) request.answer(reply);
  };
  // The getters of `upstream` must stay live, so it is extended, not copied.
  return Object.assign(Object.create(upstream) as Upstream, { release });
}
