/** Records requests, streams, sessions and raw connections, by path rather than URL: the port changes each time. */
import type { Http, HttpRequest, RawConnection, Reply, Session, Streaming } from '../../../src/kit/index.ts';
import type { Shared } from './shared.ts';
import type { Action, Lane, Recorded } from './trace.ts';

type Send = { requests: readonly HttpRequest[]; session?: number; stream?: boolean };
const defaultMs = 10_000;

export function recordHttp(http: Http, lane: Lane, shared: Shared): Http {
  const noted = <T>(sent: Send, work: () => Promise<T>): Promise<T> => exchange(lane, shared, sent, work);
  return {
    send: (request) => noted({ requests: [request] }, () => http.send(request)),
    get: (url, options) => noted({ requests: [{ ...options, url }] }, () => http.get(url, options)),
    post: (url, body, options) =>
      noted({ requests: [{ method: 'POST', ...options, url, body }] }, () => http.post(url, body, options)),
    together: (requests) => noted({ requests }, () => http.together(requests)),
    stream: (request) => recordStream(request, lane, shared, http),
    connect: (url) => recordRaw(url, lane, shared, http),
    session: () => recordSession(http.session(), lane, shared),
  };
}

const serverAt = (url: string, { servers }: Shared) => servers.get(Number(new URL(url).port));

async function exchange<T>(lane: Lane, shared: Shared, sent: Send, work: () => Promise<T>): Promise<T> {
  const action = requestOf(shared, sent);
  if (!action) return work();
  const step = lane.begin(action);
  for (const { signal } of sent.requests)
    signal?.addEventListener('abort', () => lane.note({ do: 'abort', step: step.id }), { once: true });
  const result = await work();
  step.end();
  return result;
}

function requestOf(shared: Shared, { requests, session, stream = false }: Send): Action | undefined {
  const [first] = requests;
  const server = first && serverAt(first.url, shared);
  if (server === undefined) return undefined;
  const timeoutMs = Math.max(...requests.map((one) => one.timeoutMs ?? defaultMs));
  return { do: 'request', server, requests: requests.map(recorded), session, timeoutMs, stream };
}

function recorded(request: HttpRequest): Recorded {
  const { pathname, search } = new URL(request.url);
  const json = request.body !== undefined && typeof request.body !== 'string';
  const body = json ? JSON.stringify(request.body) : (request.body as string | undefined);
  return {
    method: request.method ?? 'GET',
    path: pathname + search,
    headers: { ...(json ? { 'Content-Type': 'application/json' } : {}), ...request.headers },
    body,
  };
}

/** A stream's step ends with its header; the rest is read until the check closes it. */
async function recordStream(request: HttpRequest, lane: Lane, shared: Shared, http: Http): Promise<Streaming> {
  const action = requestOf(shared, { requests: [request], stream: true });
  if (!action) return http.stream(request);
  const step = lane.begin(action);
  const stream = await http.stream(request);
  step.end();
  const close = () => {
    lane.note({ do: 'abort', step: step.id });
    stream.close();
  };
  return Object.assign(Object.create(stream) as Streaming, { close });
}

function recordSession(real: Session, lane: Lane, shared: Shared): Session {
  const session = shared.trace.id();
  const noted = (request: HttpRequest, work: () => Promise<Reply>) =>
    exchange(lane, shared, { requests: [request], session }, work);
  return Object.assign(Object.create(real) as Session, {
    send: (request: HttpRequest) => noted(request, () => real.send(request)),
    get: (url: string, options?: Omit<HttpRequest, 'url'>) => noted({ ...options, url }, () => real.get(url, options)),
    idleClosed: (ms?: number) => lane.during({ do: 'idle', session }, () => real.idleClosed(ms), Boolean),
  });
}

async function recordRaw(url: string, lane: Lane, shared: Shared, http: Http): Promise<RawConnection> {
  const server = serverAt(url, shared);
  if (server === undefined) return http.connect(url);
  const raw = shared.trace.id();
  const real = await lane.during({ do: 'connect', server, raw }, () => http.connect(url));
  return Object.assign(Object.create(real) as RawConnection, {
    write(bytes: string | Uint8Array) {
      lane.note({ do: 'write', raw, text: typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('latin1') });
      return real.write(bytes);
    },
    until(match: RegExp | ((received: string) => boolean), ms?: number) {
      const { source, flags } = match instanceof RegExp ? match : /[\s\S]/;
      return lane.during({ do: 'read', raw, source, flags }, () => real.until(match, ms), Boolean);
    },
    closed: (ms?: number) => lane.during({ do: 'hungUp', raw }, () => real.closed(ms), Boolean),
    destroy() {
      lane.note({ do: 'drop', raw });
      real.destroy();
    },
  });
}
