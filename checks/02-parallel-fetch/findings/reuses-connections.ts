import { type Finding, finding, inText } from '#kit';
import { codeOf, type Seen } from '../seen.ts';
import { type Name, names } from '../upstreams/names.ts';
import { asks } from './code.ts';

/** `most`: what is allowed; `opened`: what `dashboards` in a row opened. */
export type Opened = { dashboards: number; opened: Record<Name, number>; most: number };

export function tooManyConnections(seen: Pick<Seen, 'source'>, { dashboards, opened, most }: Opened): Finding {
  const worst = opened.orders > opened.profile ? 'orders' : 'profile';
  return finding({
    summary: `${dashboards} dashboards, one after the other, opened ${opened[worst]} connections to ${worst}.`,
    expected: `at most ${most} connections to each upstream, used again and again`,
    actual: names.map((name) => `${opened[name]} to ${name}`).join(', '),
    hint: whyNotReused(seen),
    evidence: [seen.source.find(/DisableKeepAlives/) ?? codeOf(seen).find(made, asks)],
  });
}

/** A client of one's own, made where requests are answered. */
const made = /\bhttp\.(Client|Transport)\{|\.Clone\(\)|\bnew\w*(Client|Transport)\(/i;

function whyNotReused({ source }: Pick<Seen, 'source'>): string {
  if (source.has(/DisableKeepAlives|\.Close = true/, inText(/"Connection", *"close"/)))
    return 'Something tells the client to close each connection (DisableKeepAlives, request.Close, Connection: close). Each new one costs a handshake, with TLS one or two more round trips.';
  if (codeOf({ source }).source.has(made))
    return 'The connections live in the http.Transport. Make it once, in main, and share it: a new one for each request starts without connections and leaves its own behind, idle.';
  return 'A connection can be used again once its response has been read to the end and closed: read the whole body, defer response.Body.Close(), and share one http.Client.';
}

/**
 * Advice, not a fault: a body that was read to its end has given its connection back, and one that was not is closed when its
 * request's context ends. Nothing that can be seen from outside tells the two programs apart.
 */
export const unclosedBodies = ({ source }: Pick<Seen, 'source'>): string | undefined =>
  source.has(asks) && !source.has(/\.Close\(\)/)
    ? 'No response body is closed. Those that are read to their end do without; the first one that is not keeps its connection until its context ends. Write defer response.Body.Close() right behind the error check.'
    : undefined;
