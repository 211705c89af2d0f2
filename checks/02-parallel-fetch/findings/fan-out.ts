import { type Finding, finding, type Reply } from '#kit';
import type { Seen } from '../seen.ts';
import { type Name, names } from '../upstreams/names.ts';
import { asks, handlerStruct } from './code.ts';

/** Not all of the `wanted` dashboards reached `short` while none was answered. */
export const heldBack = (
  { requests, source }: Pick<Seen, 'requests' | 'source'>,
  short: Name,
  wanted: number,
): Finding =>
  finding({
    summary: `Only ${requests[short].length} of ${wanted} dashboards reached ${short} while none of them was answered.`,
    expected: `${wanted} requests wait at each upstream at the same time`,
    actual: names.map((name) => `${requests[name].length} at ${name}`).join(', '),
    hint: source.has(/MaxConnsPerHost/)
      ? 'MaxConnsPerHost makes every further request wait for a free connection. Leave it at 0 (no limit), or above what the contract promises; MaxIdleConnsPerHost limits only what is kept for later.'
      : 'Something lets only so many through: a limit on connections (MaxConnsPerHost), a channel used as a semaphore, a fixed number of workers, or a lock that is held while waiting for the network.',
    evidence: [source.find(/MaxConnsPerHost/, /make\(chan struct\{\}, *\w+\)|semaphore/i, /\.Lock\(\)/, asks)],
  });

export const mixedUp = ({ id, source }: Pick<Seen, 'id' | 'source'>, reply: Reply, inFlight: number): Finding =>
  finding({
    summary: `With ${inFlight} dashboards in flight, the one for ${id} was answered with somebody else’s documents.`,
    expected: `the documents of ${id}`,
    actual: reply.body.slice(0, 200),
    hint: 'Each request needs its own variables: what lives in the handler’s struct or in the package is shared by all of them.',
    evidence: [reply.evidence, source.find(/^var /, handlerStruct, asks)],
  });
