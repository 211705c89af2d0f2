/** Findings that several checks share: the program did not ask, or did not answer. */
import { type CheckContext, describe, fail, type Reply, type Server } from '#kit';
import { type Fakes, type Name, names, pathOf } from './fakes.ts';
import { asks, handlerRoute, unwrittenAnswer, where } from './places.ts';

export const describeLate = (reply: Reply | 'late') => (reply === 'late' ? 'no answer yet' : describe(reply));

/** The dashboard came (or not) although `missing` was never asked. */
export function failNotAsked(
  { files }: CheckContext,
  seen: { fakes: Fakes; reply: Reply | 'late'; id: number; missing: readonly Name[] },
): never {
  const { fakes, reply, id, missing } = seen;
  const nobody = missing.length === names.length;
  const unwritten = reply !== 'late' && (reply.status === 501 || reply.status === 404);
  fail({
    summary: nobody
      ? `GET /api/dashboard/${id} was answered without asking either upstream.`
      : `GET /api/dashboard/${id} was answered without asking ${missing[0]}.`,
    expected: missing.map((name) => `GET ${pathOf(name, id)} arrives at $${name.toUpperCase()}_URL`).join(', '),
    actual: describeLate(reply),
    hint: unwritten
      ? 'The handler of GET /api/dashboard/{id} is yours to write. A version that asks one upstream after the other is a good beginning.'
      : 'The addresses are in the environment: PROFILE_URL and ORDERS_URL, without a slash at the end.',
    evidence: [
      fakes.story.evidence,
      reply === 'late' ? undefined : reply.evidence,
      where(files, unwrittenAnswer, asks, handlerRoute),
    ],
  });
}

/** For whatever check comes upon it: an answer although no upstream has been asked at all. */
export function expectAsked(context: CheckContext, seen: { fakes: Fakes; reply: Reply | 'late'; id: number }): void {
  if (names.every((name) => seen.fakes[name].requests.length === 0)) failNotAsked(context, { ...seen, missing: names });
}

/** What a check needs before it can look at its own subject: a dashboard, answered with 200. */
export function expectDashboard({ files }: CheckContext, reply: Reply, server: Server, during: string): void {
  if (reply.outcome === 'answered' && reply.status === 200) return;
  fail({
    summary: `A dashboard was not answered ${during}.`,
    expected: 'status 200',
    actual: describe(reply),
    hint: 'Both upstreams answered 200 with a JSON document. Look first at the checks above this one.',
    evidence: [reply.evidence, server.log.evidence, where(files, handlerRoute)],
  });
}
