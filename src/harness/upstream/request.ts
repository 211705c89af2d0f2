/** One request at a fake upstream: the checker decides when and how it is answered. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type UpstreamReply, type UpstreamRequest, within } from '#kit';

export function upstreamRequest(
  incoming: IncomingMessage,
  response: ServerResponse,
  body: string,
  connection: number,
): UpstreamRequest {
  const { socket } = incoming;
  let rest = '';
  let left = false;
  const closed = new Promise<void>((resolve) => {
    response.once('close', () => {
      left = !response.writableFinished;
      resolve();
    });
  });

  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
    body,
    connection,
    answer(reply = {}) {
      if (response.headersSent || left) return;
      response.end(writeHead(response, reply));
    },
    begin(reply, bytes) {
      if (response.headersSent || left) return;
      const text = writeHead(response, reply);
      rest = text.slice(bytes);
      if (bytes > 0) response.write(text.slice(0, bytes));
      else response.flushHeaders();
    },
    finish() {
      if (!left) response.end(rest);
    },
    drip(reply, everyMs) {
      if (response.headersSent || left) return;
      rest = writeHead(response, reply);
      response.flushHeaders();
      const timer = setInterval(() => {
        if (rest === '') response.end();
        else response.write(rest[0]);
        rest = rest.slice(1);
      }, everyMs);
      response.once('close', () => clearInterval(timer));
    },
    hangUp(how = 'close') {
      if (how === 'reset') socket.resetAndDestroy();
      else socket.destroySoon();
    },
    get answered() {
      return response.headersSent;
    },
    get left() {
      return left;
    },
    async gone(ms = 30_000) {
      await within(ms, closed);
      return left;
    },
  };
}

/** With Content-Length, so that header and body leave in one write and a decoder that stops at the document's end has read it all. */
function writeHead(response: ServerResponse, { status = 200, headers = {}, body = '' }: UpstreamReply): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const length = status === 204 || status === 304 ? {} : { 'Content-Length': Buffer.byteLength(text) };
  response.writeHead(status, { 'Content-Type': 'application/json', ...length, ...headers });
  return text;
}
