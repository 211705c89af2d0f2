import {
  describe,
  type Finding,
  finding,
  holdsSeveral,
  isJsonObject,
  isJsonType,
  parseJson,
  type Reply,
  replyProblem,
  size,
} from '#kit';
import { forgottenReturn } from '../../common/code/forgotten-return.ts';
import { codeOf, lookAt, type Seen } from '../seen.ts';
import { type Name, names } from '../upstreams/names.ts';
import { asks, encodes, handlerRoute } from './code.ts';
import { type Sent, wrongDocument } from './document.ts';
import { contentType, evidenceOf, writtenTwice } from './error-answer.ts';
import { notAsked } from './not-asked.ts';

/** `nth`: how many requests each upstream must have had by now; `repeated`: the dashboard's id was asked for before. */
export type Round = { sent: Sent; nth: number; repeated?: boolean };

/** What is wrong with a dashboard whose upstreams sent `sent`; undefined where nothing is. */
export function wrongDashboard(seen: Seen, reply: Reply, { sent, nth, repeated }: Round): Finding | undefined {
  if (replyProblem(reply, { status: 200 })) return notOk(seen, reply);
  const body = parseJson(reply.body);
  if (!isJsonObject(body)) return notAnObject(seen, reply);
  const unasked = names.find((name) => seen.requests[name].length < nth);
  if (unasked) return repeated ? cached(seen, reply, unasked) : notAsked(seen, [unasked]);
  for (const name of names) {
    const wrong = wrongDocument(seen, reply, { name, got: body[name], sent });
    if (wrong) return wrong;
  }
  return isJsonType(reply) ? undefined : wrongType(seen, reply);
}

const notOk = (seen: Seen, reply: Reply): Finding =>
  finding({
    summary: 'A dashboard whose upstreams both answered was not answered with 200.',
    expected: 'status 200 with {"profile":…,"orders":…}',
    actual: describe(reply),
    hint: 'Each upstream that was asked answered 200 with a JSON document.',
    evidence: [...evidenceOf(seen), lookAt(seen, handlerRoute)],
  });

function notAnObject(seen: Seen, reply: Reply): Finding {
  const twice = holdsSeveral(reply.body);
  return finding({
    summary: twice ? 'The answer holds two JSON values.' : 'The dashboard is not a JSON object.',
    expected: '{"profile":…,"orders":…}',
    actual: describe(reply),
    hint: twice
      ? writtenTwice
      : 'Encode one value with two members, for instance a struct of two json.RawMessage, and write nothing else.',
    evidence: [
      reply.evidence,
      seen.timeline,
      (twice ? forgottenReturn(codeOf(seen).source) : undefined) ?? lookAt(seen, encodes, handlerRoute),
    ],
  });
}

const cached = (seen: Seen, reply: Reply, name: Name): Finding =>
  finding({
    summary: `The second dashboard for the same id was answered without asking ${name} again.`,
    expected: 'each dashboard makes one request to each upstream, also for an id that was asked for before',
    actual: `no request arrived at ${name}, and the answer is an older one`,
    hint: 'Nothing in the contract says how long a document stays true, so a cache shows the user yesterday’s orders.',
    evidence: [reply.evidence, seen.timeline, lookAt(seen, encodes, handlerRoute)],
  });

const wrongType = (seen: Seen, reply: Reply): Finding =>
  finding({
    summary: 'The dashboard is JSON, but its Content-Type says something else.',
    expected: 'Content-Type: application/json',
    actual: `Content-Type: ${contentType(reply)}`,
    hint: 'Set it before WriteHeader: w.Header().Set("Content-Type", "application/json").',
    evidence: [reply.evidence, seen.timeline, lookAt(seen, encodes, handlerRoute)],
  });

const reads = /LimitReader|MaxBytesReader|ContentLength|make\(\[\]byte|\.Read\(|ReadFull/;

export const longDocumentLost = (seen: Seen, reply: Reply, bytes: number): Finding =>
  finding({
    summary: `A dashboard with a long document (${size(bytes)} of orders, in two pieces) was not answered with 200.`,
    expected: 'status 200 with both documents, however long they are',
    actual: describe(reply),
    hint: 'One Read returns what has come so far, Content-Length may be missing (then ContentLength is -1), and a buffer or a limit of a fixed size cuts long documents. io.ReadAll reads to the end.',
    evidence: [...evidenceOf(seen), lookAt(seen, reads, asks)],
  });
