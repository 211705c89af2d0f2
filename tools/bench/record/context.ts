/** Records in a trace everything a check does that costs time. */
import type { BuildMode, CheckContext, Server, StartOptions } from '../../../src/kit/index.ts';
import { recordDriver } from './driver.ts';
import { recordHttp } from './http.ts';
import type { Shared } from './shared.ts';
import type { Lane } from './trace.ts';
import { recordUpstreams } from './upstream.ts';

const modes: Record<BuildMode, { args: string[]; env: Record<string, string> }> = {
  plain: { args: ['build'], env: { CGO_ENABLED: '0' } },
  race: { args: ['build', '-race'], env: { CGO_ENABLED: '1' } },
  probe: { args: ['build'], env: { CGO_ENABLED: '0' } },
};

/** The same context, recording everything that costs time. */
export function recording(context: CheckContext, shared: Shared): CheckContext {
  const lane = shared.trace.lane();
  context.defer(() => lane.end());
  const { go, app } = context;
  const built = <T>(mode: string, args: string[], env: Record<string, string>, work: () => Promise<T>) =>
    once(shared, lane, mode, { do: 'go', mode, args, env }, work);
  const build = (mode: BuildMode = 'plain') => built(mode, modes[mode].args, modes[mode].env, () => go.build(mode));
  return {
    ...context,
    go: {
      ...go,
      build,
      vet: () => built('vet', ['vet', './...'], { CGO_ENABLED: '0' }, () => go.vet()),
      buildFor: (goos, goarch) =>
        built(`${goos}-${goarch}`, ['build'], { CGO_ENABLED: '0', GOOS: goos, GOARCH: goarch }, () =>
          go.buildFor(goos, goarch),
        ),
      buildWith: (ldflags) =>
        built(`ldflags ${ldflags}`, ['build', `-ldflags=${ldflags}`], { CGO_ENABLED: '0' }, () =>
          go.buildWith(ldflags),
        ),
      rebuildMs: () => lane.during({ do: 'rebuild' }, () => go.rebuildMs()),
    },
    app: {
      async start(options = {}) {
        await build(options.build);
        const server = shared.trace.id();
        const begun = lane.begin(startOf(server, options, shared));
        const real = await app.start(options);
        shared.servers.set(real.port, server);
        begun.end();
        // Deferred after the program's own clean-up, so it runs first.
        context.defer(() => lane.note({ do: 'kill', server }));
        return recordServer(real, server, lane);
      },
    },
    driver: recordDriver(context, lane, shared),
    http: recordHttp(context.http, lane, shared),
    upstream: recordUpstreams(context.upstream, lane, shared),
  };
}

/** A build that is made once: later calls only wait for it. */
async function once<T>(
  { builds }: Shared,
  lane: Lane,
  key: string,
  action: Parameters<Lane['begin']>[0],
  work: () => Promise<T>,
): Promise<T> {
  const known = builds.get(key);
  const step = known === undefined ? lane.begin(action) : undefined;
  if (step) builds.set(key, step.id);
  const result = await work();
  if (step) step.end();
  else if (known !== undefined) lane.joins(known);
  return result;
}

function startOf(server: number, options: StartOptions, { addresses }: Shared) {
  const env = Object.entries(options.env ?? {})
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .map(([name, value]) => [name, placeholders(value, addresses)]);
  return {
    do: 'start' as const,
    server,
    mode: options.build ?? 'plain',
    env: Object.fromEntries(env) as Record<string, string>,
    listens: options.until !== 'started',
  };
}

function placeholders(value: string, addresses: Map<string, number>): string {
  for (const [address, upstream] of addresses) value = value.replace(address, `$${upstream}`);
  return value;
}

function recordServer(real: Server, server: number, lane: Lane): Server {
  const own: Partial<Server> = {
    signal(name) {
      lane.note({ do: 'signal', server, name });
      real.signal(name);
    },
    exited: (ms) =>
      lane.during(
        { do: 'exited', server },
        () => real.exited(ms),
        (exit) => exit !== undefined,
      ),
    refusesConnections: (ms) =>
      lane.during(
        { do: 'refused', server },
        () => real.refusesConnections(ms),
        (refused) => refused,
      ),
    async races() {
      lane.note({ do: 'signal', server, name: 'SIGTERM' });
      return lane.during({ do: 'exited', server }, () => real.races());
    },
    async stop() {
      lane.note({ do: 'kill', server });
      await real.stop();
    },
  };
  const probe = () => {
    const asked = real.probe;
    return {
      goroutines: () => lane.during({ do: 'ask', server, question: 'goroutines' }, () => asked.goroutines()),
      leaked: () => lane.during({ do: 'ask', server, question: 'leaked' }, () => asked.leaked()),
      memory: () => lane.during({ do: 'ask', server, question: 'memory' }, () => asked.memory()),
    };
  };
  const recorded = Object.assign(Object.create(real) as Server, own);
  // The other getters of `real` must stay live, so it is extended, not copied.
  return Object.defineProperty(recorded, 'probe', { get: probe });
}
