import { Agent, get, type IncomingMessage } from 'node:http';
import { connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { openUpstreams } from '../../../src/harness/upstream/upstream.ts';
import type { Upstreams } from '../../../src/kit/index.ts';

const cleanups: (() => void | Promise<void>)[] = [];
const upstream: Upstreams = openUpstreams({ defer: (cleanup) => cleanups.push(cleanup), issuePort: freePort });
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function ask(url: string, onSocket?: (destroy: () => void) => void): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: onSocket ? undefined : agent }, resolve);
    request.once('error', reject);
    onSocket?.(() => request.destroy());
  });
}
const read = async (url: string) => text(await ask(url));

test('answers with Content-Length, and counts requests and connections', async () => {
  const fake = await upstream.serve((request) => request.answer({ body: { path: request.path } }));
  const first = await ask(`${fake.url}/a?b=1`);
  expect(first.headers['content-length']).toBe('17');
  expect(await text(first)).toBe('{"path":"/a?b=1"}');
  await read(`${fake.url}/b`);
  expect(fake.requests.map((one) => [one.method, one.path, one.connection])).toEqual([
    ['GET', '/a?b=1', 1],
    ['GET', '/b', 1],
  ]);
  expect([fake.connections, fake.open]).toEqual([1, 1]);
});

test('holds until it is released, then answers what comes later as well', async () => {
  const gate = await upstream.hold();
  const pending = read(`${gate.url}/held`);
  const held = await gate.arrived();
  expect([held?.answered, held?.left]).toEqual([false, false]);
  gate.release({ body: 'open' });
  expect(await pending).toBe('open');
  expect(await read(`${gate.url}/later`)).toBe('open');
  expect(gate.requests).toHaveLength(2);
});

test('sees a client that leaves, and does not mistake an answered one for it', async () => {
  const gate = await upstream.hold();
  let leave = () => {};
  const pending = ask(gate.url, (destroy) => {
    leave = destroy;
  }).catch(() => 'left');
  const held = await gate.arrived();
  leave();
  expect(await held?.gone()).toBe(true);
  expect(await pending).toBe('left');
  gate.release();
  await read(gate.url);
  expect(await (await gate.arrived(2))?.gone(1)).toBe(false);
});

test('cuts an answer in the middle, and closes or resets without one', async () => {
  const fake = await upstream.serve((request) => {
    if (request.path !== '/cut') return request.hangUp(request.path === '/reset' ? 'reset' : 'close');
    request.begin({ body: '{"whole":true}' }, 5);
    request.hangUp();
  });
  const cut = await ask(`${fake.url}/cut`);
  expect(cut.headers['content-length']).toBe('14');
  await expect(text(cut)).rejects.toThrow('aborted');
  await expect(ask(`${fake.url}/close`)).rejects.toThrow('socket hang up');
  await expect(ask(`${fake.url}/reset`)).rejects.toThrow('ECONNRESET');
});

test('sends the rest when told to', async () => {
  const fake = await upstream.hold();
  const pending = ask(fake.url);
  const held = await fake.arrived();
  held?.begin({ body: 'abcdef' }, 2);
  const response = await pending;
  held?.finish();
  expect(await text(response)).toBe('abcdef');
});

test('drips byte by byte until the client leaves', async () => {
  const fake = await upstream.serve((request) => request.drip({ body: 'abcdef' }, 1));
  expect(await read(fake.url)).toBe('abcdef');
  fake.respond((request) => request.drip({ body: 'x'.repeat(1_000_000) }, 1));
  let leave = () => {};
  const response = await ask(fake.url, (destroy) => {
    leave = destroy;
  });
  response.on('error', () => {}); // we leave in the middle of it
  response.once('data', () => leave());
  expect(await (await fake.arrived(2))?.gone()).toBe(true);
});

test('a mistake in a checker’s handler is told', async () => {
  const fake = await upstream.serve(() => {
    throw new Error('typo in the checker');
  });
  ask(fake.url, () => {}).catch(() => {});
  await expect(fake.arrived()).rejects.toThrow('typo in the checker');
  await expect(cleanups.pop()?.()).rejects.toThrow('typo in the checker');
});

test('a dependency refuses, accepts, swallows and comes back on one address', async () => {
  const dependency = await upstream.dependency();
  const [host, port] = dependency.address.split(':');
  const attempt = () =>
    new Promise<string>((resolve) => {
      const socket = connect(Number(port), host);
      const done = (word: string) => {
        socket.destroy();
        resolve(word);
      };
      socket.once('connect', () => done('accepted')).once('error', () => done('refused'));
    });
  expect(await attempt()).toBe('refused');
  await dependency.accept();
  expect(await attempt()).toBe('accepted');
  await dependency.refuse();
  expect(await attempt()).toBe('refused');
  const swallows = await dependency.drop();
  expect(swallows).toBe(process.platform === 'linux');
  await dependency.accept();
  expect(await attempt()).toBe('accepted');
});
