/** What is wrong with a reply, as a fact. */
import type { Reply } from '../instruments/http.ts';
import { invisibleInJson, strayInJson } from './invisible.ts';
import { isJsonObject, type Json, parseJson, sameJson } from './json.ts';

export type ReplyProblem =
  /** No whole answer came; `reply.outcome` says what did. */
  | { kind: 'unanswered' }
  | { kind: 'status'; wanted: number }
  | { kind: 'header'; name: string; wanted: string | RegExp }
  /** Not application/json. */
  | { kind: 'content-type' }
  /** Not one JSON document. `several`: two or more, one behind the other; `stray`: a character that nobody sees. */
  | { kind: 'not-json'; several: boolean; stray?: string }
  /** `unseen`: the difference, where a reader of both texts would not see it. */
  | { kind: 'json'; wanted: Json; unseen?: string }
  /** Not {"error":"…"}. */
  | { kind: 'not-an-error' };

export type WantedReply = {
  status?: number;
  headers?: Record<string, string | RegExp>;
  /** `true`: any one JSON document. Anything else: this document. Implies the Content-Type. */
  json?: unknown;
  /** A JSON object with a text under "error". */
  error?: boolean;
};

/** The first thing that is not as wanted, in the order of the answer's lines; undefined when all is. */
export function replyProblem(reply: Reply, wanted: WantedReply): ReplyProblem | undefined {
  if (reply.outcome !== 'answered') return { kind: 'unanswered' };
  if (wanted.status !== undefined && reply.status !== wanted.status) return { kind: 'status', wanted: wanted.status };
  for (const [name, value] of Object.entries(wanted.headers ?? {}))
    if (!headerIs(reply.header(name), value)) return { kind: 'header', name, wanted: value };
  return wanted.json !== undefined || wanted.error ? bodyProblem(reply, wanted) : undefined;
}

function bodyProblem(reply: Reply, { json, error }: WantedReply): ReplyProblem | undefined {
  if (!isJsonType(reply)) return { kind: 'content-type' };
  const document = parseJson(reply.body);
  if (document === undefined)
    return { kind: 'not-json', several: holdsSeveral(reply.body), stray: strayInJson(reply.body) };
  const wanted = json === undefined || json === true ? document : (parseJson(JSON.stringify(json)) as Json);
  if (!sameJson(document, wanted)) return { kind: 'json', wanted, unseen: invisibleInJson(wanted, document) };
  return error && !isError(document) ? { kind: 'not-an-error' } : undefined;
}

const headerIs = (value: string, wanted: string | RegExp) =>
  typeof wanted === 'string' ? value === wanted : wanted.test(value);

/** Parameters (charset) and case don't count: RFC 9110, 8.3.1. */
export const isJsonType = (reply: Reply): boolean =>
  reply.header('content-type').split(';')[0]?.trim().toLowerCase() === 'application/json';

/** Bodies longer than this are not searched: what stands twice in an answer is an error, or follows one. */
const searched = 1_000;

/** An object, and then something more: {"error":"…"}null. */
export function holdsSeveral(body: string): boolean {
  for (let end = body.indexOf('}'); end >= 0 && end < searched; end = body.indexOf('}', end + 1))
    if (isJsonObject(parseJson(body.slice(0, end + 1)))) return body.slice(end + 1).trim() !== '';
  return false;
}

function isError(document: Json): boolean {
  const text = isJsonObject(document) ? document.error : undefined;
  return typeof text === 'string' && text.trim() !== '';
}
