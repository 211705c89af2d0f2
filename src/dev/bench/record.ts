/** Records what a check of a stage does to the outside: which builds, which starts, which requests. A bare script then does the same. */
import type { CheckContext, HttpRequest, Server, StartOptions } from '../../kit/index.ts';

export type Step = { args: string[]; env: Record<string, string> };
/** The requests of one started program; those of an inner list leave at once. Paths instead of URLs: the port is another one each time. */
export type Start = { flavour: 'plain' | 'race' | 'probe'; env: Record<string, string>; requests: Recorded[][] };
export type Recorded = { method: string; path: string; headers: Record<string, string | string[]>; body?: string };
export type Work = { builds: Step[]; rebuilds: number; starts: Start[] };

export const emptyWork = (): Work => ({ builds: [], rebuilds: 0, starts: [] });

const flavours = {
  plain: { args: ['build', '-buildvcs=false'], env: { CGO_ENABLED: '0' } },
  race: { args: ['build', '-buildvcs=false', '-race'], env: { CGO_ENABLED: '1' } },
  probe: { args: ['build', '-buildvcs=false'], env: { CGO_ENABLED: '0' } },
};

/** The same context, with everything that costs time written down in `work`. */
export function recording(context: CheckContext, work: Work): CheckContext {
  const built = (step: Step) => {
    const known = work.builds.some((one) => JSON.stringify(one) === JSON.stringify(step));
    if (!known) work.builds.push(step);
  };
  const flavour = (name: keyof typeof flavours = 'plain') => built(flavours[name]);
  const starts = new Map<number, Start>();
  const note = (requests: readonly HttpRequest[]) => {
    const [first] = requests;
    const start = first && starts.get(Number(new URL(first.url).port));
    start?.requests.push(requests.map(recorded));
  };
  const noted = <T>(requests: readonly HttpRequest[], send: () => T): T => {
    note(requests);
    return send();
  };
  const { go, app, http } = context;
  return {
    ...context,
    go: {
      ...go,
      build: (name) => {
        flavour(name);
        return go.build(name);
      },
      vet: () => {
        built({ args: ['vet', './...'], env: { CGO_ENABLED: '0' } });
        return go.vet();
      },
      buildFor: (goos, goarch) => {
        built({ args: ['build', '-buildvcs=false'], env: { CGO_ENABLED: '0', GOOS: goos, GOARCH: goarch } });
        return go.buildFor(goos, goarch);
      },
      buildWith: (ldflags) => {
        built({ args: ['build', '-buildvcs=false', `-ldflags=${ldflags}`], env: { CGO_ENABLED: '0' } });
        return go.buildWith(ldflags);
      },
      rebuildMs: () => {
        work.rebuilds += 1;
        return go.rebuildMs();
      },
    },
    app: {
      async start(options) {
        flavour(options?.build);
        const server = await app.start(options);
        const start = startOf(options);
        work.starts.push(start);
        starts.set(server.port, start);
        return server as Server;
      },
    },
    http: {
      ...http,
      send: (request) => noted([request], () => http.send(request)),
      get: (url, options) => noted([{ ...options, url }], () => http.get(url, options)),
      post: (url, body, options) =>
        noted([{ method: 'POST', ...options, url, body }], () => http.post(url, body, options)),
      together: (requests) => noted(requests, () => http.together(requests)),
      stream: (request) => noted([request], () => http.stream(request)),
      connect: (url) => noted([{ url }], () => http.connect(url)),
      session() {
        const session = http.session();
        return {
          ...session,
          send: (request) => noted([request], () => session.send(request)),
          get: (url, options) => noted([{ ...options, url }], () => session.get(url, options)),
          get connections() {
            return session.connections;
          },
        };
      },
    },
  };
}

function startOf(options: StartOptions = {}): Start {
  const env = Object.fromEntries(
    Object.entries(options.env ?? {}).filter((pair): pair is [string, string] => !!pair[1]),
  );
  return { flavour: options.build ?? 'plain', env, requests: [] };
}

function recorded(request: HttpRequest): Recorded {
  const { pathname, search } = new URL(request.url);
  const json = request.body !== undefined && typeof request.body !== 'string';
  const body = json ? JSON.stringify(request.body) : (request.body as string | undefined);
  return {
    method: request.method ?? 'GET',
    path: pathname + search,
    headers: { ...(json ? { 'Content-Type': 'application/json' } : {}), ...request.headers },
    ...(body === undefined ? {} : { body }),
  };
}
