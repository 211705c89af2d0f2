/** Findings about the 502 that one failing upstream calls for. */
import {
  describe,
  duration,
  type Evidence,
  type Finding,
  finding,
  holdsSeveral,
  inText,
  isJsonObject,
  isJsonType,
  late,
  parseJson,
  plural,
  type Reply,
  sameJson,
} from '#kit';
import { forgottenReturn } from '../../common/code/forgotten-return.ts';
import { shadowed } from '../../common/code/shadowed.ts';
import { askedFor, codeOf, describeAnswer, lookAt, type Seen } from '../seen.ts';
import type { Fault } from '../upstreams/faults.ts';
import { documents } from '../upstreams/handlers.ts';
import { type Name, otherThan, pathOf } from '../upstreams/names.ts';
import { asks, dropsError, sends, spawns } from './code.ts';
import { errorIn, evidenceOf, writtenTwice, wrongErrorType } from './error-answer.ts';
import { notAsked } from './not-asked.ts';
import { oneRequestEach } from './parallel.ts';
import { adviceOn, whatFailed } from './words.ts';

/** `name` fails with `fault`; the other one says nothing, or has answered before. */
export type Failing = { name: Name; fault: Fault; other: 'silent' | 'answers' };

export const happened = ({ name, fault }: Failing) => `The upstream ${name} ${whatFailed(fault)}`;
const wanted = ({ name }: Failing) => `{"error":"…","upstream":"${name}"}`;
const evidence = (seen: Seen, { fault }: Failing): (Evidence | undefined)[] => [
  ...evidenceOf(seen),
  lookAt(seen, dropsError, adviceOn(fault).look, sends, asks),
];

/** What is wrong with a 502; undefined where nothing is. */
export function wrongBadGateway(seen: Seen, failing: Failing, reply: Reply): Finding | undefined {
  const { name } = failing;
  const { error, upstream } = errorIn(reply);
  if (error && upstream === name) return isJsonType(reply) ? undefined : wrongErrorType(seen, reply);
  const other = otherThan(name);
  if (upstream === other && askedFor(seen, other).length === 0) return notTried(seen, other, reply);
  if (holdsSeveral(reply.body))
    return finding({
      summary: `${happened(failing)}; the answer is a 502, but its body holds two JSON values.`,
      expected: wanted(failing),
      actual: describe(reply),
      hint: writtenTwice,
      evidence: [
        ...evidenceOf(seen),
        forgottenReturn(codeOf(seen).source, 502) ?? lookAt(seen, /writeUpstreamError\(w|StatusBadGateway/),
      ],
    });
  const lost = upstream === other ? lostError(seen) : undefined;
  return finding({
    summary: `${happened(failing)}; the answer is a 502, but ${faultOf(error, upstream)}.`,
    expected: wanted(failing),
    actual: describe(reply),
    hint:
      lost?.hint ??
      otherKey(reply, name)?.hint ??
      'Send along whose result it is, also with an error: a struct with the name, the document and the error. When the other request was cancelled because of the failure, its own error says only "context canceled", and is not the cause.',
    evidence: [...evidenceOf(seen), lost?.code ?? whereNamed(seen, failing, reply)],
  });
}

/** The handler looks at an error that is never set. */
const lostError = (seen: Seen) => shadowed(codeOf(seen).source, /^error$/);

/** The name of the upstream stands there, but under another key. */
function otherKey({ body }: Reply, name: Name): { key: string; hint: string } | undefined {
  const document = parseJson(body);
  if (!isJsonObject(document) || document.upstream !== undefined) return undefined;
  const [key] = Object.entries(document).find(([, value]) => value === name) ?? [];
  return key === undefined
    ? undefined
    : { key, hint: `The answer has its name under "${key}". The contract calls that member "upstream".` };
}

function whereNamed(seen: Seen, failing: Failing, reply: Reply): Evidence | undefined {
  const key = otherKey(reply, failing.name)?.key;
  if (key !== undefined) return lookAt(seen, inText(new RegExp(`"${key}[",]`)));
  return lookAt(seen, inText(/"upstream"/), /StatusBadGateway|\b502\b/, sends);
}

function faultOf(error: string | undefined, upstream: string | undefined): string {
  if (error === undefined) return 'not the JSON of the contract';
  if (error === '') return 'its "error" is empty';
  return upstream === undefined ? 'it does not name the upstream' : `it names ${upstream}`;
}

/** There was no 502. `waited`: nothing came while the other upstream was silent. */
export function noBadGateway(seen: Seen, failing: Failing, waited: boolean): Finding {
  const { reply } = seen;
  // A refused connection is the one fault that leaves no request behind.
  const unasked = failing.fault !== 'refused' && askedFor(seen, failing.name).length === 0;
  if (reply !== late && unasked) return notAsked(seen, [failing.name]);
  if (reply !== late && showsEarlierDocument(seen, failing.name, reply)) return remembered(seen, failing, reply);
  const other = otherThan(failing.name);
  const lost = lostError(seen);
  const when = failing.other === 'answers' ? ` after ${other} had answered` : '';
  const answer = describeAnswer(seen);
  return finding({
    summary: `${happened(failing)}${when}, and the dashboard was not answered with 502.`,
    expected: `status 502 with ${wanted(failing)}`,
    actual: waited ? `nothing while ${other} was silent; then ${answer}` : answer,
    hint:
      lost?.hint ??
      [
        seen.source.has(dropsError) && 'In your code an error is thrown away with _.',
        when && 'Check the second result like the first: an error is an error, whichever comes first.',
        adviceOn(failing.fault).hint,
      ]
        .filter(Boolean)
        .join(' '),
    evidence: lost ? [...evidenceOf(seen), lost.code] : evidence(seen, failing),
  });
}

/** No answer of a failing upstream holds the document of an earlier dashboard. */
function showsEarlierDocument({ id }: Seen, name: Name, reply: Reply): boolean {
  const shown = parseJson(reply.body);
  const earlier = parseJson(documents[name](String(id)));
  return reply.status === 200 && isJsonObject(shown) && sameJson(shown[name], earlier);
}

const remembered = (seen: Seen, failing: Failing, reply: Reply): Finding =>
  finding({
    summary: `${happened(failing)}, and the dashboard shows the document that it had sent before.`,
    expected: `status 502 with ${wanted(failing)}`,
    actual: describe(reply),
    hint: 'The contract has no cache: nothing says how long a document stays true. Keep nothing from one dashboard for the next.',
    evidence: evidence(seen, failing),
  });

/** The 502 came only after the other upstream had answered, `silentMs` later. */
export const waitedForBoth = (seen: Seen, failing: Failing, silentMs: number): Finding =>
  finding({
    summary: `${happened(failing)}, and the 502 did not come before ${otherThan(failing.name)} had answered too.`,
    expected: 'status 502 as soon as one upstream has failed, while the other is still silent',
    actual: `nothing for ${duration(silentMs)}; only after ${otherThan(failing.name)} had answered: ${describeAnswer(seen)}`,
    hint: 'A WaitGroup waits for everybody. Receive the results one by one and return at the first error; or cancel the context of the other request, so that it ends at once.',
    evidence: [seen.timeline, lookAt(seen, /\.Wait\(\)/, /<-/, asks)],
  });

export const askedAgain = (seen: Seen, failing: Failing, times: number): Finding =>
  finding({
    summary: `${happened(failing)}, and was asked ${plural(times, 'time')} for one dashboard.`,
    expected: `${oneRequestEach}, also when it fails`,
    actual: `${times} × GET ${pathOf(failing.name, seen.id)}`,
    hint: 'There is no second try in the contract: retries double the load on a service in trouble. The first failure is the answer.',
    evidence: [seen.timeline, lookAt(seen, sends, spawns, asks)],
  });

/** The answer blames `blamed`, the failing one or the other, which was not asked for this dashboard. */
export const notTried = (seen: Seen, blamed: Name, reply: Reply): Finding =>
  finding({
    summary: `The dashboard for ${seen.id} blames ${blamed}, which was not asked for it.`,
    expected: `GET ${pathOf(blamed, seen.id)} arrives: ${oneRequestEach}, also after it has failed before`,
    actual: `no request to ${blamed}; ${describe(reply)}`,
    hint: 'A failure of a moment ago says nothing about this moment. The contract has no circuit breaker: ask each time.',
    evidence: [...evidenceOf(seen), lookAt(seen, sends, asks)],
  });
