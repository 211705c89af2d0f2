/** Findings that any check may be the first to come upon: an upstream was not asked, a dashboard not answered, or the program ended. */
import { describe, type Finding, finding, inText, late, type Reply, replyProblem } from '#kit';
import { neverRead } from '../../common/code/settings.ts';
import { noRoute } from '../../common/findings/no-route.ts';
import { answerEvidence, askedFor, describeAnswer, lookAt, type Seen } from '../seen.ts';
import { type Name, names, otherThan, pathOf, variableOf } from '../upstreams/names.ts';
import { asks, handlerRoute, unwrittenAnswer } from './code.ts';
import { evidenceOf } from './error-answer.ts';

/** What the contract calls its settings. */
export const settings = ['PORT', 'UPSTREAM_TIMEOUT', ...names.map(variableOf)];
const addresses =
  'Each upstream has its own address and its own path, and each goroutine needs its own variables. The addresses are in the environment: PROFILE_URL and ORDERS_URL, without a slash at the end.';

/** No upstream has been asked at all. */
export const noUpstreamAsked = (seen: Seen): Finding | undefined =>
  names.every((name) => seen.requests[name].length === 0) ? notAsked(seen, names) : undefined;

/** The dashboard was answered, or is still awaited, and `missing` were never asked. */
export function notAsked(seen: Seen, missing: readonly Name[]): Finding {
  const { id, reply, source } = seen;
  const all = missing.length === names.length;
  const unwritten = reply !== late && (reply.status === 501 || reply.status === 404);
  const route = reply === late ? undefined : noRoute(reply, { method: 'GET', path: `/api/dashboard/${id}` }, source);
  const [first] = missing;
  const setting = !first || unwritten || route ? undefined : neverRead(variableOf(first), source, settings);
  return finding({
    summary:
      reply === late
        ? `GET /api/dashboard/${id} is not answered, and ${all ? 'neither upstream is' : `${missing[0]} is not`} asked.`
        : `GET /api/dashboard/${id} was answered without asking ${all ? 'either upstream' : missing[0]}.`,
    expected: missing.map((name) => `GET ${pathOf(name, id)} arrives at $${variableOf(name)}`).join(', '),
    actual: misled(seen, missing) ?? describeAnswer(seen),
    hint: route
      ? route.hint
      : unwritten
        ? 'The handler of GET /api/dashboard/{id} is yours to write. A version that asks one upstream after the other is a good beginning.'
        : (setting?.hint ?? addresses),
    evidence: [
      route?.code,
      seen.timeline,
      answerEvidence(seen),
      route || setting ? setting?.code : lookAt(seen, unwrittenAnswer, asks),
    ],
  });
}

/** What the other upstream was asked instead, when both requests went to it. */
function misled(seen: Seen, missing: readonly Name[]): string | undefined {
  const [name] = missing;
  if (missing.length !== 1 || !name) return undefined;
  const asked = askedFor(seen, otherThan(name));
  if (asked.length < 2) return undefined;
  const requests = asked.map(({ method, path }) => `${method} ${path}`).join(', ');
  return `no request to ${name}, and to ${otherThan(name)}: ${requests}`;
}

/** One upstream holds two requests for one dashboard, and the other none; undefined where that is not so. */
export function bothToOne(seen: Seen, missing: Name): Finding | undefined {
  const actual = misled(seen, [missing]);
  if (!actual) return undefined;
  return finding({
    summary: `Both requests for one dashboard went to ${otherThan(missing)}, and none to ${missing}.`,
    expected: `GET ${pathOf(missing, seen.id)} arrives at $${variableOf(missing)}`,
    actual,
    hint: addresses,
    evidence: [seen.timeline, lookAt(seen, inText(/_URL"/), asks)],
  });
}

/** `happened`: what the program could not cope with, as the beginning of a sentence; `printed`: lines of its log. */
export function programEnded(seen: Seen, happened: string, printed: readonly { text: string }[]): Finding {
  const panic = printed.find(({ text }) => /^(panic|fatal error): /.test(text))?.text;
  return finding({
    summary: `${happened}, and the program ended.`,
    expected: 'an answer, and a program that goes on running',
    actual: panic ? `it is gone; it printed "${panic}"` : 'it is gone',
    hint: panic
      ? 'net/http recovers a panic only in the handler’s own goroutine; in a goroutine that you start, it ends the whole program. Return the error as a result instead.'
      : 'log.Fatal and os.Exit end the whole program, and every other request with it. Return the error as a result instead.',
    evidence: [...evidenceOf(seen), lookAt(seen, /\bpanic\(/, /log\.(Fatal|Panic)|os\.Exit/, asks)],
  });
}

/** What a check needs before it can look at its own subject: a dashboard answered with 200. */
export function noDashboard(seen: Seen, reply: Reply, during: string): Finding | undefined {
  if (!replyProblem(reply, { status: 200 })) return undefined;
  return finding({
    summary: `A dashboard was not answered with 200 ${during}.`,
    expected: 'status 200',
    actual: describe(reply),
    hint: 'Both upstreams answered 200 with a JSON document. Start with the checks above this one.',
    evidence: [reply.evidence, seen.log, lookAt(seen, handlerRoute)],
  });
}
