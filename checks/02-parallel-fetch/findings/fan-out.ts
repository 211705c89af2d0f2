import { type Finding, finding, type Reply } from '#kit';
import { lookAt, type Seen } from '../seen.ts';
import { type Name, names } from '../upstreams/names.ts';
import { asks, handlerStruct } from './code.ts';

/** Not all of the `wanted` dashboards reached `short` while none was answered. */
export const heldBack = (seen: Pick<Seen, 'requests' | 'source'>, short: Name, wanted: number): Finding => {
  const { requests, source } = seen;
  return finding({
    summary: `Only ${requests[short].length} of ${wanted} dashboards reached ${short} while none of them was answered.`,
    expected: `${wanted} requests wait at each upstream at the same time`,
    actual: names.map((name) => `${requests[name].length} at ${name}`).join(', '),
    hint: source.has(/MaxConnsPerHost/)
      ? 'MaxConnsPerHost makes every further request wait for a free connection. Leave it at 0 (no limit), or above what the contract promises; MaxIdleConnsPerHost limits only what is kept for later.'
      : 'Something lets only so many through: a limit on connections (MaxConnsPerHost), a channel used as a semaphore, a fixed number of workers, or a lock that is held while waiting for the network.',
    evidence: [lookAt(seen, /MaxConnsPerHost/, /make\(chan struct\{\}, *\w+\)|semaphore/i, /\.Lock\(\)/, asks)],
  });
};

export const mixedUp = (seen: Pick<Seen, 'id' | 'source'>, reply: Reply, inFlight: number): Finding =>
  finding({
    summary: `With ${inFlight} dashboards in flight, the one for ${seen.id} was answered with somebody else’s documents.`,
    expected: `the documents of ${seen.id}`,
    actual: reply.body.slice(0, 200),
    hint: 'Each request needs its own variables: what lives in the handler’s struct or in the package is shared by all of them.',
    evidence: [reply.evidence, lookAt(seen, /^var /, handlerStruct, asks)],
  });
