// The bare script's upstreams: they treat each request as the check did, right away or when the step for it is taken.
import http from 'node:http';
import { createServer } from 'node:net';

export function openUpstreams({ atOnce, arrivals }) {
  const all = new Map();
  const known = (upstream) => all.get(upstream);

  return {
    freePort,
    address: (value) => value.replace(/\$(\d+)/g, (_, number) => `127.0.0.1:${known(Number(number)).port}`),
    actions: {
      async upstream({ upstream, refusing }) {
        all.set(upstream, refusing ? { port: await freePort() } : await serve(upstream, atOnce, arrivals));
      },
      arrived: ({ upstream, count }) => known(upstream).arrived(count),
      respond: ({ upstream, epoch }) => known(upstream).respond(epoch),
      treat: (action) => known(action.upstream).treat(action),
      async dependency({ upstream, becomes }) {
        const state = known(upstream);
        const { openDependency } = await import('../../../src/harness/upstream/dependency.ts');
        state.dependency ??= await openDependency(state.port);
        await state.dependency[becomes]();
      },
    },
  };
}

async function serve(upstream, atOnce, arrivals) {
  const mine = atOnce.filter((one) => one.upstream === upstream);
  const name = ({ epoch, path, nth }) => `${epoch} ${path} ${nth}`;
  const recorded = ({ epoch, path }) => arrivals[`${upstream} ${epoch} ${path}`] ?? 0;
  const treatments = new Map(mine.map((one) => [name(one), [one.treatment]]));
  const held = new Map();
  let epoch = 0;
  let count = 0;
  let news = () => {};
  const server = http.createServer(async (request, response) => {
    for await (const _ of request);
    const here = { epoch, path: request.url, nth: 0 };
    while (held.has(name(here))) here.nth += 1;
    held.set(name(here), response);
    count += 1;
    news();
    // More requests than were recorded (from many clients, or a worker that retries) are treated like the last recorded one.
    const like = { ...here, nth: Math.min(here.nth, Math.max(0, recorded(here) - 1)) };
    for (const treatment of treatments.get(name(like)) ?? []) apply(response, treatment);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: server.address().port,
    async arrived(wanted) {
      while (count < wanted)
        await new Promise((resolve) => {
          const before = news;
          news = () => resolve(before());
        });
    },
    respond(next) {
      epoch = next;
    },
    treat({ treatment, ...which }) {
      treatments.set(name(which), [...(treatments.get(name(which)) ?? []), treatment]);
      const isLast = which.nth === recorded(which) - 1;
      for (let nth = which.nth; nth === which.nth || (isLast && held.has(name({ ...which, nth }))); nth += 1) {
        const response = held.get(name({ ...which, nth }));
        if (response) apply(response, treatment);
      }
    },
  };
}

function apply(response, { how, status, headers, body = '', bytes, everyMs, reset }) {
  if (how === 'hangUp') return reset ? response.socket?.resetAndDestroy() : response.socket?.destroySoon();
  if (how === 'finish') return response.end(response.rest);
  if (response.headersSent || response.closed) return;
  response.writeHead(status, { 'Content-Length': Buffer.byteLength(body), ...headers });
  if (how === 'answer') return response.end(body);
  if (how === 'begin') {
    response.rest = body.slice(bytes);
    return bytes > 0 ? response.write(body.slice(0, bytes)) : response.flushHeaders();
  }
  response.flushHeaders();
  let at = 0;
  const timer = setInterval(() => response.write(body[at++] ?? ''), everyMs);
  response.once('close', () => clearInterval(timer));
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
