/** Records fake upstreams and what they did to each request: right away, or when the check told them to. */
import { gateOf } from '../../../src/harness/upstream/upstream.ts';
import type {
  Dependency,
  Gate,
  Upstream,
  UpstreamHandler,
  UpstreamReply,
  UpstreamRequest,
  Upstreams,
} from '../../../src/kit/index.ts';
import type { Shared } from './shared.ts';
import type { Lane, Treatment } from './trace.ts';

export function recordUpstreams(real: Upstreams, lane: Lane, shared: Shared): Upstreams {
  const named = (address: string) => {
    const upstream = shared.trace.id();
    shared.addresses.set(address, upstream);
    return upstream;
  };
  const serve = async (handler: UpstreamHandler): Promise<Upstream> => {
    let epoch = 0;
    let watch: (request: UpstreamRequest, epoch: number) => void = () => {};
    const served = await real.serve((request) => treat(request, handler));
    const treat = (request: UpstreamRequest, by: UpstreamHandler) => {
      watch(request, epoch);
      return atOnce(request, () => by(request));
    };
    const upstream = named(new URL(served.url).host);
    lane.note({ do: 'upstream', upstream, refusing: false });
    watch = watcher(upstream, lane, shared);
    return Object.assign(Object.create(served) as Upstream, {
      arrived: (count = 1, ms?: number) =>
        lane.during({ do: 'arrived', upstream, count }, () => served.arrived(count, ms), Boolean),
      respond(next: UpstreamHandler) {
        epoch += 1;
        lane.note({ do: 'respond', upstream, epoch });
        served.respond((request) => treat(request, next));
      },
    });
  };
  return {
    serve,
    hold: async (): Promise<Gate> => gateOf(await serve(() => {})),
    async refused() {
      const address = await real.refused();
      lane.note({ do: 'upstream', upstream: named(address), refusing: true });
      return address;
    },
    async dependency() {
      const dependency = await real.dependency();
      const upstream = named(dependency.address);
      lane.note({ do: 'upstream', upstream, refusing: true });
      return recordDependency(dependency, upstream, lane);
    },
  };
}

function recordDependency(real: Dependency, upstream: number, lane: Lane): Dependency {
  const becomes = <T>(state: 'accept' | 'refuse' | 'drop', work: () => Promise<T>) =>
    lane.during({ do: 'dependency', upstream, becomes: state }, work);
  // Its counts must stay live, so it is extended, not copied.
  return Object.assign(Object.create(real) as Dependency, {
    accept: () => becomes('accept', () => real.accept()),
    refuse: () => becomes('refuse', () => real.refuse()),
    drop: () => becomes('drop', () => real.drop()),
  });
}

/** Requests whose handler is running: what happens to them now happens right away. */
const handled = new Set<UpstreamRequest>();

function atOnce(request: UpstreamRequest, handle: () => void | Promise<void>): void | Promise<void> {
  handled.add(request);
  try {
    return handle();
  } finally {
    handled.delete(request);
  }
}

/** Records what is done to each request, by anyone, by replacing the request's own methods. */
function watcher(upstream: number, lane: Lane, { trace }: Shared) {
  const { arrivals } = trace.work;
  return (request: UpstreamRequest, epoch: number) => {
    const { path } = request;
    const key = `${upstream} ${epoch} ${path}`;
    const nth = arrivals[key] ?? 0;
    arrivals[key] = nth + 1;
    const note = (treatment: Treatment) => {
      const what = { upstream, epoch, path, nth, treatment };
      if (handled.has(request)) trace.work.atOnce.push(what);
      else lane.note({ do: 'treat', ...what });
    };
    const real = { ...request };
    request.answer = (reply) => {
      if (!request.answered) note({ how: 'answer', ...written(reply) });
      real.answer(reply);
    };
    request.begin = (reply, bytes) => {
      note({ how: 'begin', ...written(reply), bytes });
      real.begin(reply, bytes);
    };
    request.drip = (reply, everyMs) => {
      note({ how: 'drip', ...written(reply), everyMs });
      real.drip(reply, everyMs);
    };
    request.finish = () => {
      note({ how: 'finish' });
      real.finish();
    };
    request.hangUp = (how) => {
      note({ how: 'hangUp', reset: how === 'reset' });
      real.hangUp(how);
    };
  };
}

function written({ status = 200, headers = {}, body = '' }: UpstreamReply = {}) {
  return {
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}
