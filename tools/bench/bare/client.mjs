// The bare script's client: requests, kept connections, raw connections.
import http from 'node:http';
import { connect } from 'node:net';

export function openClient(portOf) {
  const agents = new Map();
  const sent = new Map();
  const raws = new Map();

  return {
    request({ server, requests, session, timeoutMs, stream }, id) {
      if (session !== undefined && !agents.has(session)) agents.set(session, new http.Agent({ keepAlive: true }));
      const agent = session === undefined ? false : agents.get(session);
      const port = portOf(server);
      const exchanges = requests.map((one) => send({ ...one, port, agent, timeoutMs }, stream));
      sent.set(
        id,
        exchanges.map(({ request }) => request),
      );
      return Promise.all(exchanges.map(({ over }) => over));
    },
    abort({ step }) {
      for (const request of sent.get(step) ?? []) request.destroy();
    },
    idle: ({ session }) => Promise.all(freeSockets(agents.get(session)).map((socket) => closed(socket))),
    connect({ server, raw }) {
      const socket = connect(portOf(server), '127.0.0.1').on('error', () => {});
      const state = { socket, received: '', news: () => {} };
      const hear = (bytes) => {
        state.received += bytes?.toString('latin1') ?? '';
        state.news();
      };
      socket.on('data', hear).once('close', () => hear());
      raws.set(raw, state);
      return new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
    },
    write: ({ raw, text }) => void raws.get(raw).socket.write(text),
    async read({ raw, source, flags }) {
      const state = raws.get(raw);
      const match = new RegExp(source, flags);
      while (!match.test(state.received) && !state.socket.closed)
        await new Promise((resolve) => {
          state.news = resolve;
        });
    },
    hungUp: ({ raw }) => closed(raws.get(raw).socket),
    drop: ({ raw }) => void raws.get(raw).socket.destroy(),
  };
}

/** `over` resolves with the last byte, or with the header of a stream. */
function send({ port, method, path, headers, body, agent, timeoutMs }, stream) {
  const request = http.request({ host: '127.0.0.1', port, method, path, headers, agent });
  const over = new Promise((resolve) => {
    const timer = setTimeout(() => request.destroy(), timeoutMs);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    request.once('response', (response) => {
      response.on('error', () => {}).resume();
      if (stream) end();
      else response.once('close', end);
    });
    request.once('error', end);
    request.end(body);
  });
  return { request, over };
}

const freeSockets = (agent) => Object.values(agent?.freeSockets ?? {}).flat();
const closed = (socket) => new Promise((resolve) => (socket.closed ? resolve() : socket.once('close', resolve)));
