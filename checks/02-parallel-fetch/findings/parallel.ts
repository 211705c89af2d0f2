import { describe, duration, type Finding, finding, type Goroutine, inText, plural, type Reply } from '#kit';
import { whereStuck } from '../../common/findings/stuck.ts';
import { type Asked, askedFor, lookAt, type Seen } from '../seen.ts';
import { type Name, otherThan, pathOf, variableOf } from '../upstreams/names.ts';
import { asks, handlerStruct, spawns } from './code.ts';
import { evidenceOf } from './error-answer.ts';

export const oneRequestEach = 'each dashboard makes exactly one request to each upstream';

/** `second` was not asked while the answer of the other was held for `heldMs`; `came`: it was once that had been answered. */
export function oneAfterTheOther(seen: Seen, second: Name, came: boolean, heldMs: number): Finding {
  const first = otherThan(second);
  return finding({
    summary: `The upstreams are asked one after the other: ${second} is not asked before ${first} has answered.`,
    expected: `while we hold the answer of ${first}, GET ${pathOf(second, seen.id)} arrives as well`,
    actual: came
      ? `it arrived only once ${first} had been answered`
      : `it did not arrive within ${duration(heldMs)}, nor after ${first} had been answered`,
    hint: 'Start both requests before you wait for either: one goroutine each (go func() { … }()), and receive the results from a channel afterwards. A receive or a Wait between the two go statements makes them sequential again, and so does a lock that is held while waiting for an answer.',
    evidence: [seen.timeline, lookAt(seen, spawns), lookAt(seen, asks)],
  });
}

export const givenUpMeanwhile = (seen: Seen, gone: Name): Finding =>
  finding({
    summary: `The two requests were not there at the same time: the one to ${gone} had been given up before the other came.`,
    expected: 'both requests wait for their answers at the same time',
    actual: `${gone} saw the program hang up`,
    hint: 'One request to each upstream, both started before you wait for either, and both waiting for as long as UPSTREAM_TIMEOUT allows.',
    evidence: [seen.timeline, lookAt(seen, spawns, asks)],
  });

export const wrongPath = (seen: Seen, name: Name, { method, path }: Asked): Finding =>
  finding({
    summary: `The upstream ${name} was asked for something other than document ${seen.id}.`,
    expected: `GET ${pathOf(name, seen.id)}`,
    actual: `${method} ${path}`,
    hint: `The address is $${variableOf(name)} followed by ${pathOf(name, '{id}')}, with the id of the dashboard.`,
    evidence: [seen.timeline, whereAddressed(seen, path)],
  });

/** The text that the path begins with, where it stands in one place; else where the request is made. */
function whereAddressed(seen: Seen, path: string) {
  const folder = /^\/(\w+)/.exec(path)?.[1];
  return (folder && seen.source.certain.find(inText(new RegExp(`\\b${folder}\\b[/%"]`)))) || lookAt(seen, asks);
}

/** Both upstreams have answered, and `goroutines` tells where the handler is all the same. */
export function neverAnswered(seen: Seen, waitedMs: number, goroutines: readonly Goroutine[]): Finding {
  const stuck = whereStuck(goroutines, seen.source);
  return finding({
    summary: `Both upstreams have answered, but GET /api/dashboard/${seen.id} is not.`,
    expected: 'status 200 with both documents',
    actual: `no answer ${duration(waitedMs)} after both had answered`,
    hint:
      stuck?.hint ??
      'Something in the handler waits for more than the two results, or holds a lock that it never gives back.',
    evidence: [stuck?.code, seen.timeline, seen.log],
  });
}

export const unanswered = (seen: Seen, reply: Reply): Finding =>
  finding({
    summary: `Both upstreams answered, but GET /api/dashboard/${seen.id} was not answered with 200.`,
    expected: 'status 200 with both documents',
    actual: describe(reply),
    hint: 'Both requests were there at once, and each was answered 200 with a JSON document. What the program printed may say why.',
    evidence: [...evidenceOf(seen), lookAt(seen, asks)],
  });

export function askedTooOften(seen: Seen, name: Name): Finding {
  const times = askedFor(seen, name).filter(({ path }) => path === pathOf(name, seen.id)).length;
  return finding({
    summary: `The upstream ${name} was asked ${plural(times, 'time')} for one dashboard.`,
    expected: oneRequestEach,
    actual: `${times} × GET ${pathOf(name, seen.id)}`,
    hint: 'Somebody else runs the upstream and pays for every request. Start one goroutine per upstream, and retry nothing.',
    evidence: [seen.timeline, lookAt(seen, spawns, asks)],
  });
}

/** Two dashboards for the same id were in flight, and `name` was asked once for both, or not at all. */
export function sharedAnswer(seen: Seen, name: Name): Finding {
  const times = askedFor(seen, name).length;
  const shares = /singleflight|map\[(int64|string)\]\*/;
  return finding({
    summary: `Two dashboards for the same id were in flight at once, and ${name} was ${times === 0 ? 'not asked at all' : 'asked only once for both'}.`,
    expected: `${oneRequestEach}: 2 × GET ${pathOf(name, seen.id)}`,
    actual: `${times} × GET ${pathOf(name, seen.id)}, and two answers`,
    hint:
      times === 0
        ? fromMemory
        : `One dashboard was given what the other had asked for. ${seen.source.has(shares) ? singleflight : sharedVariable}`,
    evidence: [seen.timeline, lookAt(seen, shares, handlerStruct, asks)],
  });
}

const fromMemory =
  'Both were answered without this upstream: from something the program kept from an earlier dashboard. Nothing in the contract says how long a document stays true, so ask again for every dashboard.';
const singleflight =
  'Sharing an answer (singleflight) is a short-lived cache: the contract has none, and when one client leaves, the other loses its answer too.';
const sharedVariable =
  'Is there a variable, a channel or a map outside of the handler that both requests use? Make it inside the handler, for each request anew.';
