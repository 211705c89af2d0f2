/** How often an upstream that fails was asked for one dashboard: the contract says once, and no second try. */
import { describe, fail, type Reply, type UpstreamRequest } from '#kit';
import type { Scene } from './bad-gateway.ts';
import { type Fakes, idOf, type Name, pathOf } from './fakes.ts';
import { asks, sends, spawns, where } from './places.ts';

export const askedFor = (fakes: Fakes, name: Name, id: number) =>
  fakes[name].requests.filter((request) => idOf(request) === String(id));

/** After a request on a connection that carried none before, net/http sends nothing again by itself (transport.go, shouldRetryRequest). */
export const askedOnFreshConnections = (fakes: Fakes, name: Name, mine: readonly UpstreamRequest[]) =>
  mine.filter((one) => fakes[name].requests.find(({ connection }) => connection === one.connection) === one).length;

const once = 'each dashboard makes exactly one request to each upstream';

export function failAskedAgain({ context, fakes, name, fault, id }: Scene, times: number): never {
  fail({
    summary: `The upstream ${name} ${fault.what}, and was asked ${times} times for one dashboard.`,
    expected: `${once}, also when it fails`,
    actual: `${times} × GET ${pathOf(name, id)}`,
    hint: 'There is no second try in the contract: a service in trouble gets twice the requests from whoever retries. The first failure is the answer.',
    evidence: [fakes.story.evidence, where(context.files, sends, spawns, asks)],
  });
}

/** `blamed`: the failing one, or the other. */
export function failNotTried({ context, fakes, server, id }: Scene, blamed: Name, reply: Reply): never {
  fail({
    summary: `The dashboard for ${id} blames ${blamed}, which was not asked for it.`,
    expected: `GET ${pathOf(blamed, id)} arrives: ${once}, also after it has failed before`,
    actual: `no request to ${blamed}; ${describe(reply)}`,
    hint: 'A failure of a moment ago says nothing about this moment. The contract has no circuit breaker: ask each time.',
    evidence: [reply.evidence, fakes.story.evidence, server.log.evidence, where(context.files, sends, asks)],
  });
}
