/** The program under test between a client and two upstreams, all played by the checker. */
import {
  type CheckContext,
  type Finding,
  type HttpRequest,
  late,
  type Reply,
  type Server,
  type Timeline,
  type TogetherOptions,
} from '#kit';
import { programEnded } from './findings/not-asked.ts';
import type { Seen } from './seen.ts';
import { type Fakes, type Handlers, openFakes } from './upstreams/fakes.ts';

export type Scene = {
  context: CheckContext;
  upstreams: Fakes;
  server: Server;
  timeline: Timeline;
  /** The address of a dashboard. */
  url(id: number | string): string;
  get(id: number | string, options?: Omit<HttpRequest, 'url'>): Promise<Reply>;
  /** The dashboards 1 to `count`, all at once. */
  getMany(count: number, options?: Omit<HttpRequest, 'url'>, how?: TogetherOptions): Promise<Reply[]>;
  /** What the findings are made from, as of now. */
  seen(id: number | string, reply?: Seen['reply']): Seen;
};

export type SceneOptions = {
  /** An upstream not mentioned here answers its ordinary document. */
  handlers?: Partial<Handlers>;
  /** Overrides the upstreams' addresses and the time-out; undefined leaves a variable unset. */
  env?: Record<string, string | undefined>;
};

/** So long that the program's own time-out plays no part in a check of something else. */
const patientTimeout = { UPSTREAM_TIMEOUT: '120s' };

export async function openScene(context: CheckContext, { handlers, env }: SceneOptions = {}): Promise<Scene> {
  const upstreams = await openFakes(context, handlers);
  const server = await context.app.start({ env: { ...upstreams.env, ...patientTimeout, ...env } });
  return sceneOf(context, upstreams, server);
}

/** With a program that is started already. */
export function sceneOf(context: CheckContext, upstreams: Fakes, server: Server): Scene {
  const { timeline, profile, orders } = upstreams;
  const url = (id: number | string) => server.url(`/api/dashboard/${id}`);
  return {
    context,
    upstreams,
    server,
    timeline,
    url,
    get: (id, options) => context.http.get(url(id), options),
    getMany: (count, options, how) =>
      context.http.together(
        Array.from({ length: count }, (_, index) => ({ ...options, url: url(index + 1) })),
        how,
      ),
    seen: (id, reply = late) => ({
      id,
      reply,
      requests: { profile: [...profile.requests], orders: [...orders.requests] },
      timeline: timeline.evidence,
      log: server.log.evidence,
      source: context.source,
    }),
  };
}

/** For a request whose answer is held back. */
export const whileHeld = { timeoutMs: 60_000 };

/** Gives what an upstream has just sent a head start; if the program doesn't see it first after all, nothing is lost. */
export const headStart = () => new Promise<void>((resolve) => setTimeout(resolve, 25));

/** A connection that was closed without an answer: has the whole program ended? `happened` begins the sentence that says so. */
export async function hasEnded({ server }: Scene, seen: Seen, happened: string): Promise<Finding | undefined> {
  if (seen.reply === late || seen.reply.outcome === 'answered') return undefined;
  return (await server.exited(2_000)) ? programEnded(seen, happened, server.log.lines) : undefined;
}
