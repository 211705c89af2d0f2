/** The two upstreams, played by the checker. */
import { type CheckContext, type Timeline, timeline, type Upstream, type UpstreamHandler } from '#kit';
import { answering } from './handlers.ts';
import { type Name, names, variableOf } from './names.ts';

export type Handlers = Record<Name, UpstreamHandler>;

export type Fakes = Record<Name, Upstream> & {
  timeline: Timeline;
  /** The environment that tells the program where they are. */
  env: Record<string, string>;
  /** How an upstream answers from now on. */
  respond(name: Name, handler: UpstreamHandler): void;
  /** Answers everything that is held, and all that is to come, with the ordinary document. */
  release(name: Name): void;
  /** The number of the request that comes next, for each. */
  next(): Record<Name, number>;
};

/** An upstream that `handlers` doesn't mention answers its ordinary document. */
export async function openFakes({ upstream }: CheckContext, handlers: Partial<Handlers> = {}): Promise<Fakes> {
  const events = timeline('What happened, in order (profile and orders are the upstreams we play)');
  const current: Handlers = { profile: answering('profile'), orders: answering('orders'), ...handlers };
  const open = (name: Name) =>
    upstream.serve((request) => {
      events.tell(name, `← ${request.method} ${request.path}`);
      return current[name](request);
    });
  const both = { profile: await open('profile'), orders: await open('orders') };
  return {
    ...both,
    timeline: events,
    env: Object.fromEntries(names.map((name) => [variableOf(name), both[name].url])),
    respond(name, handler) {
      current[name] = handler;
    },
    release(name) {
      current[name] = answering(name);
      for (const request of both[name].requests) answering(name)(request);
    },
    next: () => ({ profile: both.profile.requests.length + 1, orders: both.orders.requests.length + 1 }),
  };
}
