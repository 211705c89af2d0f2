/** The two services a dashboard is made from, played by the checker. */
import type { CheckContext, Evidence, Server, StartOptions, Upstream, UpstreamHandler, UpstreamRequest } from '#kit';

export const names = ['profile', 'orders'] as const;
export type Name = (typeof names)[number];
export const otherThan = (name: Name): Name => (name === 'profile' ? 'orders' : 'profile');

const folders = { profile: 'profiles', orders: 'orders' } as const;

/** What the program has to ask: GET /profiles/7. */
export const pathOf = (name: Name, id: number | string) => `/${folders[name]}/${id}`;
export const idOf = (request: UpstreamRequest) => request.path.slice(request.path.lastIndexOf('/') + 1);
export const dashboard = (server: Server, id: number | string) => server.url(`/api/dashboard/${id}`);

/** So long that no time-out of the program's plays a part in a check about something else. */
export const patientTimeout = { UPSTREAM_TIMEOUT: '120s' };

/** An ordinary document of each service. */
export const documents: Record<Name, (id: string) => string> = {
  profile: (id) => `{"id":${id},"name":"Ada ${id}"}`,
  orders: (id) => `[{"user":${id},"item":"tea","cents":450}]`,
};

export type Handlers = Record<Name, UpstreamHandler>;

export type Fakes = Record<Name, Upstream> & {
  story: Story;
  /** How an upstream answers from now on. */
  respond(name: Name, handler: UpstreamHandler): void;
  /** Answers what is held with the ordinary document, and all that is to come. */
  release(name: Name): void;
};

export const answering =
  (name: Name): UpstreamHandler =>
  (request) =>
    request.answer({ body: documents[name](idOf(request)) });
/** Held until the check decides. */
export const silent: UpstreamHandler = () => {};

/** Where `handlers` says nothing, an upstream answers its ordinary document. */
export async function openFakes({ upstream }: CheckContext, handlers: Partial<Handlers> = {}): Promise<Fakes> {
  const story = new Story();
  const current: Handlers = { profile: answering('profile'), orders: answering('orders'), ...handlers };
  const open = (name: Name) =>
    upstream.serve((request) => {
      story.tell(name, `← ${request.method} ${request.path}`);
      return current[name](request);
    });
  const both = { profile: await open('profile'), orders: await open('orders') };
  return {
    ...both,
    story,
    respond(name, handler) {
      current[name] = handler;
    },
    release(name) {
      current[name] = answering(name);
      for (const request of both[name].requests) answering(name)(request);
    },
  };
}

export function startWith(
  { app }: CheckContext,
  fakes: Record<Name, { url: string }>,
  options: StartOptions = {},
): Promise<Server> {
  const urls = { PROFILE_URL: fakes.profile.url, ORDERS_URL: fakes.orders.url };
  return app.start({ ...options, env: { ...urls, ...patientTimeout, ...options.env } });
}

/** What happened, in order, as the checker saw it: the evidence for who waited for whom. */
export class Story {
  #begun = performance.now();
  #lines: string[] = [];

  /** A new scene: what was before explains nothing any more. */
  restart(): void {
    this.#begun = performance.now();
    this.#lines = [];
  }

  tell(who: string, what: string): void {
    const ms = Math.round(performance.now() - this.#begun);
    this.#lines.push(`${String(ms).padStart(6)} ms  ${who.padEnd(7)}  ${what}`);
  }

  get evidence(): Evidence {
    const most = 40;
    const left = this.#lines.length > most ? [`… ${this.#lines.length - most} more`] : [];
    return {
      kind: 'events',
      title: 'What happened, in order (profile and orders are the upstreams we play)',
      text: [...this.#lines.slice(0, most), ...left].join('\n'),
    };
  }
}
