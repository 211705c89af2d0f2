/** 50 clients and a load balancer's prober, across one SIGTERM. */
import { type CheckContext, describe, eventually, type Reply, type Session, watchStalls } from '#kit';
import type { LostRequest } from '../findings/no-dropped-requests.ts';
import { openScene, type Scene } from '../scene.ts';

const clients = 50;
/** No client starts a request in the last quarter of the drain, so that ours may be slow without being wrong. */
const startable = 3 / 4;
const warmUp = 200;
const warmUpMs = 30_000;

export type Traffic = {
  scene: Scene;
  clients: number;
  warmUpMs: number;
  /** The warm-up went well, and SIGTERM was sent. */
  signalled: boolean;
  answered: number;
  failures: LostRequest[];
  /** The longest stall of this process since the signal. */
  stalledMs: number;
};

/** Ends before the signal when a request fails by then. */
export async function acrossShutdown(context: CheckContext, drainMs: number): Promise<Traffic> {
  const scene = await openScene(context, { DRAIN_DELAY: `${drainMs}ms` });
  const traffic: Traffic = { scene, clients, warmUpMs, signalled: false, answered: 0, failures: [], stalledMs: 0 };
  const crowd: Crowd = { context, traffic, drainMs, unready: false, sessions: openSessions(context) };
  scene.gate.respond((request) => request.answer());
  const running = Array.from({ length: clients }, (_, number) => client(number, crowd));
  const warm = () => traffic.answered >= warmUp;
  await eventually(warmUpMs, () => (warm() || traffic.failures.length > 0 ? true : undefined));
  if (!warm() || traffic.failures.length > 0) return traffic;
  const stall = watchStalls();
  context.defer(stall.stop);
  await shutDown(crowd);
  await Promise.all(running);
  traffic.stalledMs = stall.longestMs;
  stall.stop();
  for (const session of crowd.sessions) session.close();
  return traffic;
}

type Crowd = {
  context: CheckContext;
  traffic: Traffic;
  drainMs: number;
  /** The prober has seen 503. */
  unready: boolean;
  sessions: Session[];
};

function openSessions({ http, defer }: CheckContext): Session[] {
  const sessions = Array.from({ length: clients / 2 }, () => http.session());
  defer(() => {
    for (const session of sessions) session.close();
  });
  return sessions;
}

/** From the signal on /slow is held in flight, until connections are refused. */
async function shutDown(crowd: Crowd): Promise<void> {
  const { scene } = crowd.traffic;
  let held = 0;
  crowd.traffic.signalled = true;
  scene.gate.respond(() => {
    held += 1;
  });
  scene.signal('SIGTERM');
  await watchReadiness(crowd);
  await scene.refuses();
  scene.gate.release();
  scene.tell('gate', `opens for ${held} requests`);
}

const mayStart = ({ unready, drainMs, traffic: { failures, signalled, scene } }: Crowd) =>
  !unready && failures.length === 0 && !(signalled && scene.sinceSignal() > drainMs * startable);

/** Even numbers keep their connection; odd ones open a new one each time, and post events too. */
async function client(number: number, crowd: Crowd): Promise<void> {
  const { traffic, sessions } = crowd;
  const session = number % 2 === 0 ? sessions[number / 2] : undefined;
  for (let turn = number; mayStart(crowd); turn += 1) {
    const path = ['/slow', '/healthz', '/events'][turn % 3] as string;
    const reply = await ask(path, { client: number, turn }, session, crowd);
    if (reply.outcome === 'answered' && reply.status >= 200 && reply.status < 300) traffic.answered += 1;
    else {
      const what = `${path === '/events' ? 'POST' : 'GET'} ${path}`;
      traffic.failures.push({ what, reply, at: traffic.scene.sinceSignal() });
    }
  }
}

/** Sends an idempotent request once more, as every HTTP client does (RFC 9110, 9.2.2), if its reused connection died before the first byte. */
async function ask(path: string, event: object, session: Session | undefined, crowd: Crowd): Promise<Reply> {
  const { http } = crowd.context;
  const url = crowd.traffic.scene.server.url(path);
  const patience = { timeoutMs: 60_000 };
  if (path === '/events') return http.post(url, event, patience);
  if (!session) return http.get(url, patience);
  const reply = await session.get(url, patience);
  return reply.reused && reply.outcome === 'reset' ? http.get(url, patience) : reply;
}

/** The load balancer's own prober. A refusal is not a 503: by then the balancer has already sent requests into it. */
async function watchReadiness(crowd: Crowd): Promise<void> {
  const { scene } = crowd.traffic;
  const last = await eventually(
    crowd.drainMs * startable,
    async () => {
      const reply = await crowd.context.http.get(scene.server.url('/readyz'));
      return reply.status === 503 || reply.outcome !== 'answered' ? reply : undefined;
    },
    20,
  );
  crowd.unready = last?.status === 503;
  const answer = last ? describe(last) : 'not 503 yet, and the drain is almost over';
  scene.tell('client', `GET /readyz: ${answer}`);
}
