/** The learner's service with everything it talks to, and the story of what happened to it, in time. */
import {
  type CheckContext,
  describe,
  type Exit,
  type Gate,
  type Reply,
  type Server,
  type Signal,
  type Upstream,
  type UpstreamRequest,
} from '#kit';
import { openStory, type Story } from './story.ts';

export type Service = {
  server: Server;
  gate: Gate;
  /** Takes every batch with 200 unless told otherwise. */
  sink: Upstream;
  story: Story;
  /** Milliseconds since the first signal. */
  sinceSignal(): number;
  signal(name: Signal): void;
  /** Awaits that a fresh connection is refused; false when it still is not after `ms`. */
  refuses(ms?: number): Promise<boolean>;
  exit(ms?: number): Promise<Exit | undefined>;
};

/** Bounds that no right program comes near, on any machine. */
export const generousMs = 10_000;

/** A program that has begun to end, its listener already closed, is gone by then. */
export const endingMs = 1_000;

/** For code that was brought along from the stage on middleware: its time-out is not what is judged here. */
const unrelated = { HANDLER_TIMEOUT: '120s' };

/** Who waits it out is still there when we have given up, on any machine. */
export const longTimeout = '300s';

/** Short to drain, long to wait for requests; a check changes what it is about. */
const usual = { DRAIN_DELAY: '100ms', SHUTDOWN_TIMEOUT: longTimeout, FLUSH_INTERVAL: '100ms' };

export async function startService(
  { app, upstream }: CheckContext,
  env: Record<string, string> = {},
): Promise<Service> {
  const settings = { ...usual, ...env };
  const gate = await upstream.hold();
  const sink = await upstream.serve((request) => request.answer());
  const server = await app.start({
    env: { GATE_URL: `${gate.url}/gate`, SINK_URL: `${sink.url}/batches`, ...unrelated, ...settings },
  });
  const story = openStory(settings);
  let signalled = 0;
  return {
    server,
    gate,
    sink,
    story,
    sinceSignal: () => performance.now() - signalled,
    signal(name) {
      if (signalled === 0) signalled = story.begin();
      story.add(`we send ${name}`);
      server.signal(name);
    },
    async refuses(ms = generousMs) {
      const refused = await server.refusesConnections(ms);
      story.add(refused ? 'new connections are refused' : 'new connections are still accepted');
      return refused;
    },
    async exit(ms = generousMs) {
      const exit = await server.exited(ms);
      story.add(exit ? `the program ends: ${describe(exit)}` : 'the program is still running');
      return exit;
    },
  };
}

/** Side by side, but the failure that is told is the first in order, so that the same program always reads the same. */
export async function sideBySide(...scenarios: Promise<void>[]): Promise<void> {
  for (const scenario of scenarios) scenario.catch(() => {});
  for (const scenario of scenarios) await scenario;
}

/** A request that the handler is working on: the gate has it, and waits for us. */
export type Held = { reply: Promise<Reply>; request: UpstreamRequest };

/** Undefined when /slow was answered, or not, without ever asking the gate. */
export async function holdRequest({ http }: CheckContext, service: Service): Promise<Held | undefined> {
  const number = service.gate.requests.length + 1;
  const reply = http.get(service.server.url('/slow'), { timeoutMs: 100_000 });
  const request = await Promise.race([service.gate.arrived(number, generousMs), reply.then(() => undefined)]);
  service.story.add(
    request ? 'GET /slow is in flight: its handler waits for the gate' : 'GET /slow does not ask the gate',
  );
  return request && { reply, request };
}
