/** The learner's service with everything it talks to, and the story of what happens to it. */
import {
  type App,
  type CheckContext,
  describe,
  type Exit,
  type Gate,
  type Reply,
  type Server,
  type Signal,
  timeline,
  type Upstream,
  type UpstreamRequest,
} from '#kit';
import type { Seen } from './findings/seen.ts';

export type Scene = {
  server: Server;
  gate: Gate;
  /** Takes every batch with 200 unless told otherwise. */
  sink: Upstream;
  readonly seen: Seen;
  tell(who: Who, what: string): void;
  /** Milliseconds since the first signal. */
  sinceSignal(): number;
  signal(name: Signal): void;
  /** Awaits that a fresh connection is refused; false when one is still accepted after `ms`. */
  refuses(ms?: number): Promise<boolean>;
  exit(ms?: number): Promise<Exit | undefined>;
  /** GET /slow, until the gate has its request and waits for us; undefined when it was answered without asking the gate. */
  hold(): Promise<Held | undefined>;
};

export type Who = 'client' | 'gate' | 'sink' | 'program';

export type Held = { reply: Promise<Reply>; request: UpstreamRequest };

/** A bound that no right program comes near, on any machine. */
export const generousMs = 10_000;

/** A program that has closed its listener because it is ending has ended by then. */
export const endingMs = 1_000;

/** A program that waits this long is still there when we have given up, on any machine. */
export const longTimeout = '300s';

/** For a worker that is not judged by its limit: a sink of ours that stalls must not use it up. */
export const longDelivery = '60s';

/** Short to drain, long to wait for requests; each check sets what it is about. */
const usual = { DRAIN_DELAY: '100ms', SHUTDOWN_TIMEOUT: longTimeout, FLUSH_INTERVAL: '100ms' };

/** For code brought along from stage 03: its time-out is not judged here. */
const unrelated = { HANDLER_TIMEOUT: '120s' };

/** A setting that is undefined is not set. `start`: another build than the plain one. */
export async function openScene(
  context: CheckContext,
  settings: Record<string, string | undefined> = {},
  start: App['start'] = context.app.start,
): Promise<Scene> {
  const { http, upstream, source } = context;
  const env = { ...usual, ...settings };
  const gate = await upstream.hold();
  const sink = await upstream.serve((request) => request.answer());
  const server = await start({
    env: { GATE_URL: `${gate.url}/gate`, SINK_URL: `${sink.url}/batches`, ...unrelated, ...env },
  });
  const heading = Object.entries(env).map(([name, value]) => (value === undefined ? `no ${name}` : `${name}=${value}`));
  const story = timeline('What happened, in seconds since the signal', { heading: heading.join(' ') });
  const { tell } = story;
  let signalled = 0;
  return {
    server,
    gate,
    sink,
    tell,
    seen: {
      get story() {
        return story.evidence;
      },
      log: server.log,
      source,
    },
    sinceSignal: () => performance.now() - signalled,
    signal(name) {
      if (signalled === 0) signalled = story.zero();
      tell('program', `is sent ${name}`);
      server.signal(name);
    },
    async refuses(ms = generousMs) {
      const refused = await server.refusesConnections(ms);
      tell('program', refused ? 'refuses new connections' : 'still accepts new connections');
      return refused;
    },
    async exit(ms = generousMs) {
      const exit = await server.exited(ms);
      tell('program', exit ? `has ended: ${describe(exit)}` : 'is still running');
      return exit;
    },
    async hold() {
      const number = gate.requests.length + 1;
      const reply = http.get(server.url('/slow'), { timeoutMs: 100_000 });
      const request = await Promise.race([gate.arrived(number, generousMs), reply.then(() => undefined)]);
      tell('client', request ? 'GET /slow is in flight: its handler waits for the gate' : 'GET /slow');
      if (!request) tell('gate', 'is not asked by GET /slow');
      return request && { reply, request };
    },
  };
}

/** A client whose keep-alive connection has served a request and is idle. */
export async function idleClient({ http, defer }: CheckContext, { server, tell }: Scene) {
  const idle = http.session();
  defer(() => idle.close());
  await idle.get(server.url('/healthz'));
  tell('client', 'has an idle keep-alive connection');
  return idle;
}

/** All at once, but the failure reported is the first in order: the same program always reads the same. */
export async function allOf(...scenarios: Promise<void>[]): Promise<void> {
  for (const scenario of scenarios) scenario.catch(() => {});
  for (const scenario of scenarios) await scenario;
}

/** Whether the program hangs up within `ms` by the wall clock: its own limits go on while this process stalls. */
export async function hangsUp(request: UpstreamRequest, ms: number): Promise<boolean> {
  const timeIsUp = new Promise<false>((resolve) => setTimeout(() => resolve(false), ms));
  return Promise.race([request.gone(ms), timeIsUp]);
}
