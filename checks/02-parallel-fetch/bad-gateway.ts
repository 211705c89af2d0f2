/** Is this the 502 that one failing upstream calls for? */
import {
  type CheckContext,
  describe,
  type Evidence,
  fail,
  type Late,
  late,
  parseJson,
  type Reply,
  type Server,
  sameJson,
} from '#kit';
import { askedFor, failNotTried } from './asked.ts';
import { expectJsonType, twoDocuments, writtenTwice } from './error-bodies.ts';
import { documents, type Fakes, type Name, otherThan } from './fakes.ts';
import type { Advice } from './faults.ts';
import { asks, has, sends, where } from './places.ts';
import { describeLate, expectRunning, failNotAsked } from './unanswered.ts';

export type Scene = {
  context: CheckContext;
  fakes: Fakes;
  server: Server;
  fault: { what: string; advice: Advice };
  name: Name;
  id: number;
  /** What the other one does. */
  other: 'silent' | 'answers';
  /** How long one upstream waits for the other to be asked too; short once that was in vain: then they are asked one after the other. */
  patience: { ms: number };
};

/** 'profile, _ = get(…)': for the hint alone. */
const dropped = /^\s*\w+, _ :?= .*\b\w*(get|fetch|load|ask|Do|ReadAll)\w*\(/i;

export function failWaited({ context, fakes, name, fault }: Scene, reply: Reply): never {
  fail({
    summary: `The upstream ${name} ${fault.what}, and the 502 did not come before ${otherThan(name)} had answered too.`,
    expected: 'status 502 as soon as one upstream has failed, while the other is still silent',
    actual: `nothing for 5 s; only after ${otherThan(name)} had answered: ${describe(reply)}`,
    hint: 'A WaitGroup waits for everybody. Receive the results one by one and return at the first error; or cancel the context of the other request, so that it ends at once.',
    evidence: [fakes.story.evidence, where(context.files, /\.Wait\(\)/, /<-/, asks)],
  });
}

export async function judge(scene: Scene, reply: Reply | Late, waited: boolean): Promise<Reply> {
  const { context, fakes, server, name, fault } = scene;
  const seen = [reply === late ? undefined : reply.evidence, fakes.story.evidence, server.log.evidence];
  const evidence = [...seen, where(context.files, dropped, fault.advice.look, sends, asks)];
  if (reply === late || reply.outcome !== 'answered' || reply.status !== 502) {
    if (reply !== late) await expectRunning(context, server, reply, `The upstream ${name} ${fault.what}`, seen);
    return failNo502(scene, reply, waited, evidence);
  }
  const body = (reply.json ?? {}) as { error?: unknown; upstream?: unknown };
  if (typeof body.error === 'string' && body.error !== '' && body.upstream === name) {
    expectJsonType(context, reply, seen);
    return reply;
  }
  const other = otherThan(name);
  if (body.upstream === other && askedFor(fakes, other, scene.id).length === 0) failNotTried(scene, other, reply);
  const blamed = typeof body.upstream === 'string' ? `it names ${body.upstream}` : 'it does not name the upstream';
  const twice = twoDocuments(reply.body);
  fail({
    summary: `The upstream ${name} ${fault.what}; the answer is a 502, but ${twice ? 'two JSON values stand in its body' : typeof body.error === 'string' ? blamed : 'not the JSON of the contract'}.`,
    expected: `{"error":"…","upstream":"${name}"}`,
    actual: describe(reply),
    hint: twice
      ? writtenTwice
      : 'Send along whose result it is, also with an error: a struct with the name, the document and the error. Where the other request was cancelled because of the failure, its own error says only "context canceled" and is not the cause.',
    evidence: twice ? [...seen, where(context.files, /writeUpstreamError\(w|StatusBadGateway/)] : evidence,
  });
}

function failNo502(scene: Scene, reply: Reply | Late, waited: boolean, evidence: (Evidence | undefined)[]): never {
  const { context, fakes, name, fault, id } = scene;
  const other = otherThan(name);
  // 'refused the connection' is the one fault that needs no request.
  if (reply !== late && fault.what !== 'refused the connection' && askedFor(fakes, name, id).length === 0)
    failNotAsked(context, { fakes, reply, id, missing: [name] });
  if (reply !== late && isRemembered(scene, reply)) failRemembered(scene, reply, evidence);
  const when = scene.other === 'answers' ? ` after ${other} had answered` : '';
  const throwsAway = has(context.files, dropped) ? 'An error is thrown away with _ in the code. ' : '';
  const second = when && 'The second result is looked at like the first: an error is an error, whichever comes when. ';
  fail({
    summary: `The upstream ${name} ${fault.what}${when}, and the dashboard was not answered with 502.`,
    expected: `status 502 with {"error":"…","upstream":"${name}"}`,
    actual: waited ? `nothing while ${other} was silent; then ${describeLate(reply)}` : describeLate(reply),
    hint: `${throwsAway}${second}${fault.advice.hint}`,
    evidence,
  });
}

/** The document of an earlier dashboard for the same id: no failing answer holds it. */
function isRemembered({ name, id }: Scene, reply: Reply): boolean {
  const shown = parseJson(reply.body) as { [key: string]: never } | undefined;
  const earlier = parseJson(documents[name](String(id)));
  return reply.status === 200 && earlier !== undefined && sameJson(shown?.[name], earlier);
}

function failRemembered({ name, fault }: Scene, reply: Reply, evidence: (Evidence | undefined)[]): never {
  fail({
    summary: `The upstream ${name} ${fault.what}, and the dashboard shows the document that it had sent before.`,
    expected: `status 502 with {"error":"…","upstream":"${name}"}`,
    actual: describe(reply),
    hint: 'The contract has no cache: nobody said how long a document stays true. Keep nothing from one dashboard for the next.',
    evidence,
  });
}
