/** Findings that several checks share: the program did not ask, or did not answer. */
import { type CheckContext, describe, type Evidence, fail, type Late, late, type Reply, type Server } from '#kit';
import { type Fakes, idOf, type Name, names, otherThan, pathOf } from './fakes.ts';
import { asks, handlerRoute, unwrittenAnswer, where } from './places.ts';

export const describeLate = (reply: Reply | Late) => (reply === late ? 'no answer yet' : describe(reply));

const addresses =
  'Each upstream has its own address and its own path, and each goroutine its own variables. The addresses are in the environment: PROFILE_URL and ORDERS_URL, without a slash at the end.';

/** The dashboard came (or not) although `missing` was never asked. */
export function failNotAsked(
  { files }: CheckContext,
  seen: { fakes: Fakes; reply: Reply | Late; id: number; missing: readonly Name[] },
): never {
  const { fakes, reply, id, missing } = seen;
  const nobody = missing.length === names.length;
  const unwritten = reply !== late && (reply.status === 501 || reply.status === 404);
  fail({
    summary: nobody
      ? `GET /api/dashboard/${id} was answered without asking either upstream.`
      : `GET /api/dashboard/${id} was answered without asking ${missing[0]}.`,
    expected: missing.map((name) => `GET ${pathOf(name, id)} arrives at $${name.toUpperCase()}_URL`).join(', '),
    actual: misled(seen) ?? describeLate(reply),
    hint: unwritten
      ? 'The handler of GET /api/dashboard/{id} is yours to write. A version that asks one upstream after the other is a good beginning.'
      : addresses,
    evidence: [
      fakes.story.evidence,
      reply === late ? undefined : reply.evidence,
      where(files, unwrittenAnswer, asks, handlerRoute),
    ],
  });
}

/** What the other upstream was sent instead: both requests went to it. */
function misled({ fakes, id, missing }: { fakes: Fakes; id: number; missing: readonly Name[] }): string | undefined {
  const [name] = missing;
  if (missing.length !== 1 || !name) return undefined;
  const asked = fakes[otherThan(name)].requests.filter((request) => idOf(request) === String(id));
  if (asked.length < 2) return undefined;
  return `no request to ${name}, and to ${otherThan(name)}: ${asked.map(({ method, path }) => `${method} ${path}`).join(', ')}`;
}

/** One upstream holds two requests for one dashboard, and the other none. */
export function failMisled({ files }: CheckContext, seen: { fakes: Fakes; id: number; missing: Name }): void {
  const { fakes, id, missing } = seen;
  const actual = misled({ ...seen, missing: [missing] });
  if (!actual) return;
  fail({
    summary: `Both requests for one dashboard went to ${otherThan(missing)}, and none to ${missing}.`,
    expected: `GET ${pathOf(missing, id)} arrives at $${missing.toUpperCase()}_URL`,
    actual,
    hint: addresses,
    evidence: [fakes.story.evidence, where(files, /_URL"/, asks)],
  });
}

/** For whatever check comes upon it: an answer although no upstream has been asked at all. */
export function expectAsked(context: CheckContext, seen: { fakes: Fakes; reply: Reply | Late; id: number }): void {
  if (names.every((name) => seen.fakes[name].requests.length === 0)) failNotAsked(context, { ...seen, missing: names });
}

/** A connection that was closed without an answer: has the whole program ended? */
export async function expectRunning(
  { files }: CheckContext,
  server: Server,
  reply: Reply,
  happened: string,
  evidence: (Evidence | undefined)[],
): Promise<void> {
  if (reply.outcome === 'answered' || !(await server.exited(2_000))) return;
  const panic = server.log.lines.find(({ text }) => /^(panic|fatal error): /.test(text))?.text;
  fail({
    summary: `${happened}, and the program ended.`,
    expected: 'an answer, and a program that goes on',
    actual: panic ? `it is gone; it printed "${panic}"` : 'it is gone',
    hint: panic
      ? 'net/http recovers a panic of the handler’s own goroutine alone; in a goroutine that you start, it ends the whole program. Hand the error back as a result instead.'
      : 'log.Fatal and os.Exit end the whole program, with everybody else’s requests. Hand the error back as a result instead.',
    evidence: [...evidence, where(files, /\bpanic\(/, /log\.(Fatal|Panic)|os\.Exit/, asks)],
  });
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
