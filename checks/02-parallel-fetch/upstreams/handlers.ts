/** How the two upstreams answer when nothing is wrong with them. */
import type { UpstreamHandler } from '#kit';
import { idOf, type Name } from './names.ts';

/** An ordinary document of each service. */
export const documents: Record<Name, (id: string) => string> = {
  profile: (id) => `{"id":${id},"name":"Ada ${id}"}`,
  orders: (id) => `[{"user":${id},"item":"tea","cents":450}]`,
};

export const answering =
  (name: Name): UpstreamHandler =>
  (request) =>
    request.answer({ body: documents[name](idOf(request)) });

/** Held until the check decides. */
export const silent: UpstreamHandler = () => {};

/** Sends its header and the beginning of its document, and holds the rest. */
export const beginning =
  (name: Name): UpstreamHandler =>
  (request) =>
    request.begin({ body: documents[name](idOf(request)) }, 8);

/** Fails in a way that no program can take for a document. */
export const outOfOrder: UpstreamHandler = (request) =>
  request.answer({ status: 500, body: '{"error":"out of order"}' });
