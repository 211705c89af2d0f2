import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openHttp } from '../../../src/harness/http/http.ts';
import { openPorts } from '../../../src/harness/run/ports.ts';
import { openDependency } from '../../../src/harness/upstream/dependency.ts';
import { bareScope, late } from '../../../src/kit/index.ts';

const cleanups: (() => void)[] = [];
const cancel = new AbortController();
const http = openHttp({ ...bareScope(cancel.signal), defer: (cleanup) => void cleanups.push(cleanup) });
afterEach(() => {
  for (const cleanup of cleanups.splice(1)) cleanup();
});

async function listening(server: {
  listen(port: number, host: string): unknown;
  close(): unknown;
  address(): unknown;
}) {
  server.listen(0, '127.0.0.1');
  await once(server as Server, 'listening');
  cleanups.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const serve = (listener: RequestListener) => listening(createHttpServer(listener));
const tcp = (handler: (socket: Socket) => void) =>
  listening(createServer((socket) => handler(socket.on('error', () => {}))));

describe('a request', () => {
  it('gives status, headers and body', async () => {
    const url = await serve((_request, response) => {
      response.setHeader('Set-Cookie', ['a=1', 'b=2']);
      response.writeHead(201, { 'Content-Type': 'application/json' }).end('{"id":1}');
    });
    const reply = await http.post(url, { name: 'Ada' });
    expect(reply).toMatchObject({ outcome: 'answered', status: 201, json: { id: 1 }, reused: false });
    expect(reply.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(reply.evidence.text).toContain('> {"name":"Ada"}');
    expect(reply.evidence.text).toContain('< 201 Created');
  });

  it('that nothing accepts is refused', async () => {
    const server = createServer();
    const url = await listening(server);
    server.close();
    await once(server, 'close');
    expect((await http.get(url)).outcome).toBe('refused');
  });

  it.each<[string, string, (socket: Socket) => void]>([
    ['closed without an answer', 'reset', (socket) => void socket.once('data', () => socket.end())],
    ['reset without an answer', 'reset', (socket) => void socket.once('data', () => socket.resetAndDestroy())],
    [
      'closed in the middle of its header',
      'reset',
      (socket) => void socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nA: ')),
    ],
    [
      'answered by something else than HTTP',
      'malformed',
      (socket) => void socket.once('data', () => socket.end('SSH-2.0-x\r\n')),
    ],
    [
      'cut in its body',
      'cut',
      (socket) => void socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc')),
    ],
    ['never answered', 'timed-out', () => {}],
    [
      'answered one byte at a time, forever',
      'timed-out',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nX: ');
        const drip = setInterval(() => socket.write('a'), 20);
        socket.once('close', () => clearInterval(drip));
      },
    ],
    [
      'answered with a body without end',
      'cut',
      (socket) => {
        socket.once('data', () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n');
          const chunk = Buffer.alloc(1e6, 'x');
          const pour = () => {
            while (socket.writable && socket.write(chunk));
          };
          socket.on('drain', pour);
          pour();
        });
      },
    ],
  ])('%s is %s', async (_what, outcome, handler) => {
    const url = await tcp(handler);
    expect((await http.send({ url, timeoutMs: outcome === 'timed-out' ? 200 : 60_000 })).outcome).toBe(outcome);
  });

  it('that answers before it has read the whole body is answered', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(413, { Connection: 'close' }).end('{}');
    });
    expect((await http.post(url, 'x'.repeat(2 ** 20))).status).toBe(413);
  });

  it('can be called off', async () => {
    const off = new AbortController();
    const url = await serve(() => off.abort());
    expect((await http.get(url, { signal: off.signal })).outcome).toBe('aborted');
  });
});

describe('together', () => {
  it('is sent while the server stands still, which goes on again also when not all of it can be sent', async () => {
    const held: string[] = [];
    const url = await serve((request, response) => {
      request.on('data', () => held.push('body')).on('end', () => response.end());
    });
    const frozen = { freeze: () => held.push('freeze'), thaw: () => held.push('thaw') };
    const headers = { Expect: '100-continue' };
    const requests = Array.from({ length: 5 }, () => ({ url, method: 'POST', headers, body: '{}' }));
    const replies = await http.together(requests, { frozen });
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(held[0]).toBe('freeze'); // no body left before
    expect(held.filter((one) => one === 'thaw')).toHaveLength(1);

    held.length = 0;
    await http.together([{ url: 'http://127.0.0.1:1' }], { frozen });
    expect(held).toEqual(['freeze', 'thaw']);
  });

  it('gives up on a crowd once nothing of it has been answered for so long, and on nothing before', async () => {
    let asked = 0;
    const url = await serve((_request, response) => {
      asked += 1;
      if (asked <= 2) response.end('here');
    });
    const replies = await http.together(Array(4).fill({ url, timeoutMs: 60_000 }), { hungAfterMs: 300 });
    expect(replies.map(({ outcome }) => outcome).sort()).toEqual(['answered', 'answered', 'timed-out', 'timed-out']);
  });

  it('sends nothing before every connection is open or has failed', async () => {
    const ports = openPorts();
    const dependency = await openDependency(await ports.issue());
    cleanups.push(
      () => void dependency.close(),
      () => ports.release(),
    );
    if (!(await dependency.drop())) return;
    const url = await serve((_request, response) => void response.end('ok'));
    const [silent, held] = await http.together([{ url: `http://${dependency.address}`, timeoutMs: 300 }, { url }]);
    expect(silent?.outcome).toBe('timed-out');
    expect(held?.status).toBe(200);
    // A clock that only bounds from below: the request can't have left while the other was still connecting.
    expect(held?.ms).toBeGreaterThan(250);
  });

  it('does not count the time behind the barrier as the time of the server', async () => {
    const url = await serve((_request, response) => void setTimeout(() => response.end('ok'), 100));
    const ports = openPorts();
    const dependency = await openDependency(await ports.issue());
    cleanups.push(
      () => void dependency.close(),
      () => ports.release(),
    );
    if (!(await dependency.drop())) return;
    // The one that never connects holds the barrier longer than the other's time-out.
    const [, held] = await http.together([
      { url: `http://${dependency.address}`, timeoutMs: 100 },
      { url, timeoutMs: 1_000 },
    ]);
    expect(held?.outcome).toBe('answered');
  });
});

describe('a session', () => {
  it('reuses its connection and sees idle ones closed', async () => {
    const server = createHttpServer((_request, response) => void response.end('ok'));
    const url = await listening(server);
    const session = http.session();
    await session.get(url);
    expect((await session.get(url)).reused).toBe(true);
    expect(session.connections).toBe(1);
    server.closeIdleConnections();
    expect(await session.idleClosed()).toBe(true);
  });
});

describe('a stream', () => {
  it('hands on each piece when it comes', async () => {
    const gates: (() => void)[] = [];
    const url = await serve((_request, response) => {
      response.write('one');
      gates.push(
        () => response.write('two'),
        () => response.end('three'),
      );
    });
    const stream = await http.stream({ url });
    expect(await stream.until('one')).toBe(true);
    gates[0]?.();
    expect(await stream.until('two')).toBe(true);
    gates[1]?.();
    expect(await stream.ended).toBe('complete');
    expect(stream.text).toBe('onetwothree');
    expect(await stream.until('four')).toBe(false);
  });

  it('tells silence from text: a piece that reads "late" is text, and what comes after the wait is not lost', async () => {
    let say = (_text: string) => {};
    const url = await serve((_request, response) => {
      response.flushHeaders();
      say = (text) => response.write(text);
      cleanups.push(() => response.end());
    });
    const stream = await http.stream({ url });
    expect(await stream.next(50)).toBe(late);
    say('late');
    expect(await stream.next()).toBe('late');
    expect(stream.text).toBe('late');
  });

  it('wakes everybody who waits for it', async () => {
    let end = () => {};
    const url = await serve((_request, response) => {
      response.flushHeaders();
      end = () => void response.end('all of it');
    });
    const stream = await http.stream({ url });
    const waits = [stream.until('all'), stream.next(), stream.until('of it')];
    end();
    expect(await Promise.all(waits)).toEqual([true, 'all of it', true]);
    expect(await stream.next()).toBeUndefined();
  });

  it('that trickles is waited for as long as was said, not as long again with every piece', async () => {
    const url = await serve((_request, response) => {
      const drip = setInterval(() => response.write('.'), 20);
      cleanups.push(() => {
        clearInterval(drip);
        response.end();
      });
    });
    const stream = await http.stream({ url });
    expect(await stream.until('never', 200)).toBe(false);
  });

  it('says when it was cut', async () => {
    const url = await serve((_request, response) => {
      response.write('one');
      setImmediate(() => response.destroy());
    });
    const stream = await http.stream({ url });
    expect(await stream.ended).toBe('cut');
  });
});

describe('a raw connection', () => {
  it('sends what it is given and sees the other side close', async () => {
    const url = await tcp((socket) => void socket.once('data', (chunk) => socket.end(`got ${chunk}`)));
    const raw = await http.connect(url);
    expect(raw.outcome).toBe('connected');
    await raw.write('half a header');
    expect(await raw.until(/got half a header/)).toBe(true);
    expect(await raw.closed()).toBe(true);
    expect(raw.received).toBe('got half a header');
  });

  it('says that it was refused', async () => {
    const server = createServer();
    const url = await listening(server);
    server.close();
    await once(server, 'close');
    expect((await http.connect(url)).outcome).toBe('refused');
  });
});
