/** 50 clients and a load balancer's prober, across one SIGTERM. */
import { type CheckContext, describe, eventually, type Reply } from '#kit';
import { type Service, startService } from './service.ts';
import { watchStalls } from './stall.ts';

export const clients = 50;
/** No client starts a request in the last quarter of the drain, so that ours may be slow without being wrong. */
const startable = 3 / 4;
const warmUp = 200;
export const warmUpMs = 30_000;

/** Ends before the signal when a request fails by then; `signalled` tells. */
export async function acrossShutdown(context: CheckContext, drainMs: number): Promise<Traffic> {
  const service = await startService(context, { DRAIN_DELAY: `${drainMs}ms` });
  const traffic = openTraffic(context, service, drainMs);
  const running = Array.from({ length: clients }, (_, number) => client(number, traffic));
  await eventually(warmUpMs, () => (traffic.answered >= warmUp || traffic.failures.length > 0 ? true : undefined));
  if (traffic.answered < warmUp || traffic.failures.length > 0) return traffic;
  const stall = watchStalls();
  context.defer(stall.stop);
  traffic.holdSlow();
  service.signal('SIGTERM');
  await watchReadiness(traffic);
  await service.refuses();
  traffic.releaseSlow();
  await Promise.all(running);
  traffic.stalledMs = stall.longestMs;
  stall.stop();
  traffic.close();
  return traffic;
}

type Failed = { what: string; reply: Reply; at: number };
export type Traffic = ReturnType<typeof openTraffic>;

function openTraffic(context: CheckContext, service: Service, drainMs: number) {
  const state = { unready: false, signalled: false, answered: 0, failures: [] as Failed[], stalledMs: 0 };
  let held = 0;
  service.gate.respond((request) => request.answer());
  const sessions = Array.from({ length: clients / 2 }, () => context.http.session());
  const close = () => {
    for (const session of sessions) session.close();
  };
  context.defer(close);
  return Object.assign(state, {
    context,
    service,
    drainMs,
    sessions,
    close,
    /** From now on /slow is in flight until connections are refused. */
    holdSlow() {
      state.signalled = true;
      service.gate.respond(() => {
        held += 1;
      });
    },
    releaseSlow() {
      service.gate.release();
      service.story.add(`the gate opens for ${held} requests`);
    },
  });
}

const mayStart = (traffic: Traffic) =>
  !traffic.unready &&
  traffic.failures.length === 0 &&
  !(traffic.signalled && traffic.service.sinceSignal() > traffic.drainMs * startable);

/** Even numbers keep their connection; odd ones open a new one each time, and post events too. */
async function client(number: number, traffic: Traffic): Promise<void> {
  const { context, service } = traffic;
  const session = number % 2 === 0 ? traffic.sessions[number / 2] : undefined;
  for (let turn = number; mayStart(traffic); turn += 1) {
    const path = ['/slow', '/healthz', '/events'][turn % 3] as string;
    const url = service.server.url(path);
    const reply =
      path === '/events'
        ? await context.http.post(url, { client: number, turn }, { timeoutMs: 60_000 })
        : session
          ? await sentOnceMore(context, session.get(url, { timeoutMs: 60_000 }), url)
          : await context.http.get(url, { timeoutMs: 60_000 });
    if (reply.outcome === 'answered' && reply.status >= 200 && reply.status < 300) traffic.answered += 1;
    else
      traffic.failures.push({
        what: `${path === '/events' ? 'POST' : 'GET'} ${path}`,
        reply,
        at: service.sinceSignal(),
      });
  }
}

/** As every HTTP client does (RFC 9110, 9.2.2): an idempotent request whose reused connection died before the first byte. */
async function sentOnceMore({ http }: CheckContext, first: Promise<Reply>, url: string): Promise<Reply> {
  const reply = await first;
  return reply.reused && reply.outcome === 'reset' ? http.get(url, { timeoutMs: 60_000 }) : reply;
}

/** The load balancer's own prober. A refusal is not a 503: a balancer that gets one has already sent requests into it. */
async function watchReadiness(traffic: Traffic): Promise<void> {
  const { context, service } = traffic;
  const last = await eventually(
    traffic.drainMs * startable,
    async () => {
      const reply = await context.http.get(service.server.url('/readyz'));
      return reply.status === 503 || reply.outcome !== 'answered' ? reply : undefined;
    },
    20,
  );
  traffic.unready = last?.status === 503;
  service.story.add(
    last ? `GET /readyz: ${describe(last)}` : 'GET /readyz is not 503 yet, and the drain is almost over',
  );
}
