/**
 * What a reply must be, in words that read like the contract. A step that does not hold ends the check.
 *
 * ```ts
 * expectReply(reply, { request: 'GET /health' }).status(200).json({ status: 'ok' });
 * const document = expectReply(reply, { request: 'GET /api/users' }).status(200).json();
 * expectReply(reply, { request: 'POST /api/users with no name' }).status(400).error();   // {"error":"…"}
 * expectReply(reply, {
 *   request: 'DELETE /health',
 *   evidence: [server.log.evidence],
 *   explain: (problem) => problem.kind === 'header' ? { hint: '…', evidence: [source.find(…)] } : {},
 * }).status(405).header('allow', /\bGET\b/);
 *
 * const problem = replyProblem(reply, { status: 200, json: { status: 'ok' } });           // the same as a value
 * if (problem) fail({ ...replyFinding(problem, reply, about), summary: 'in words of your own' });
 * ```
 */
import type { Reply } from '../instruments/http.ts';
import { type Evidence, Failure, type Finding, finding } from '../verdict.ts';
import { describe } from './describe.ts';
import { invisibleDifference, visible } from './invisible.ts';
import { type Json, parseJson, writeJson } from './json.ts';
import { type ReplyProblem, replyProblem, type WantedReply } from './reply-problem.ts';

export type Explanation = { hint?: string; evidence?: readonly (Evidence | undefined)[] };

export type About = {
  /** What we did, to begin a sentence with: 'GET /health', 'POST /api/users with no name'. */
  request: string;
  /** Where `explain` has none. */
  hint?: string;
  /** Shown after the exchange itself. */
  evidence?: readonly (Evidence | undefined)[];
  /** What usually causes such a problem, and the learner's line to look at. */
  explain?(problem: ReplyProblem, reply: Reply): Explanation;
};

export type ExpectedReply = {
  /** A whole answer came, whatever it says. The other steps imply it. */
  answered(): ExpectedReply;
  status(wanted: number): ExpectedReply;
  /** The header's first value, exactly or by a pattern. */
  header(name: string, wanted: string | RegExp): ExpectedReply;
  /** Content-Type application/json and one JSON document, which is returned; with `wanted`, that very document. */
  json(wanted?: unknown): Json;
  /** A JSON object with a text under "error". */
  error(): Json;
};

export function expectReply(reply: Reply, about: About): ExpectedReply {
  const demand = (wanted: WantedReply) => {
    const problem = replyProblem(reply, wanted);
    if (problem) throw new Failure(replyFinding(problem, reply, about));
    return steps;
  };
  const document = (wanted: WantedReply): Json => {
    demand(wanted);
    return parseJson(reply.body) as Json;
  };
  const steps: ExpectedReply = {
    answered: () => demand({}),
    status: (status) => demand({ status }),
    header: (name, wanted) => demand({ headers: { [name]: wanted } }),
    json: (wanted = true) => document({ json: wanted }),
    error: () => document({ error: true }),
  };
  return steps;
}

const blank =
  'White space between the quotes of a string is part of it. Delete what follows, or comes before, the word in your code.';
const ordinary = /\ba (?:space|tab|line break|carriage return)\b(?!.* is missing)/;
const retype =
  'Such a character usually comes along when text is copied from a web page or a document. Delete the text in your code and type it again.';

/** A problem in words. */
export function replyFinding(problem: ReplyProblem, reply: Reply, about: About): Finding {
  const { hint, evidence = [] } = about.explain?.(problem, reply) ?? {};
  const unseen = (problem.kind === 'json' && problem.unseen) || (problem.kind === 'not-json' && problem.stray);
  return finding({
    ...inWords(problem, reply, about.request),
    hint: unseen ? (ordinary.test(unseen) ? blank : retype) : (hint ?? about.hint),
    evidence: [reply.evidence, ...evidence, ...(about.evidence ?? [])],
  });
}

type Words = Pick<Finding, 'summary' | 'expected' | 'actual'>;

function inWords(problem: ReplyProblem, reply: Reply, request: string): Words {
  const actual = describe(reply);
  switch (problem.kind) {
    case 'unanswered':
      return { summary: `${request}: no complete answer came.`, expected: 'a complete HTTP answer', actual };
    case 'status':
      return {
        summary: `${request}: the status is ${reply.status}, not ${problem.wanted}.`,
        expected: `status ${problem.wanted}`,
        actual,
      };
    case 'header':
      return headerInWords(problem, reply, request);
    case 'content-type':
      return headerInWords({ name: 'Content-Type', wanted: 'application/json' }, reply, request);
    case 'not-json':
      return {
        summary: `${request}: ${notJson(problem)}`,
        expected: 'one JSON document',
        actual,
      };
    case 'json':
      return problem.unseen
        ? {
            summary: `${request}: the body differs from the expected document by what can’t be seen: ${problem.unseen}.`,
            expected: writeJson(problem.wanted),
            actual,
          }
        : {
            summary: `${request}: the body is not the expected document.`,
            expected: `${writeJson(problem.wanted)} (white space between its parts and the order of the keys do not count)`,
            actual,
          };
    case 'not-an-error':
      return { summary: `${request}: the error is not explained.`, expected: '{"error":"…"} with a text', actual };
  }
}

function notJson({ several, stray }: Extract<ReplyProblem, { kind: 'not-json' }>): string {
  if (several) return 'the body holds two JSON documents, one after the other.';
  return stray
    ? `the body is not JSON: it has ${stray}, which JSON does not allow outside of a string.`
    : 'the body is not JSON.';
}

function headerInWords(
  { name, wanted }: { name: string; wanted: string | RegExp },
  reply: Reply,
  request: string,
): Words {
  const value = reply.header(name);
  const right = typeof wanted === 'string' ? wanted : `a value that matches ${wanted}`;
  const unseen = typeof wanted === 'string' ? invisibleDifference(wanted, value) : undefined;
  if (unseen)
    return {
      summary: `${request}: the ${name} header differs from ${wanted} by what can’t be seen: ${unseen}.`,
      expected: `${name}: ${right}`,
      actual: `${name}: ${visible(value)}`,
    };
  return {
    summary: `${request}: the ${name} header is ${value || 'missing'}${typeof wanted === 'string' ? `, not ${wanted}` : ''}.`,
    expected: `${name}: ${right}`,
    actual: value ? `${name}: ${value}` : `no ${name} header`,
  };
}
