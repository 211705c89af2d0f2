/** One upstream fails in each of the ways that a network knows; the other one is still silent when the 502 must come. */
import { type CheckContext, check, describe, fail, type Reply, type Server, within } from '#kit';
import { dashboard, type Fakes, type Name, names, openFakes, otherThan, silent, startWith } from './fakes.ts';
import { type Advice, type Fault, faults, sending } from './faults.ts';
import { asks, has, sends, where } from './places.ts';
import { describeLate, expectAsked } from './unanswered.ts';

export const upstreamError = check(
  'upstream-error',
  'answers 502 naming the upstream that failed, without waiting for the other',
  { lesson: 'When an upstream fails', timeoutMs: 120_000 },
  async (context) => {
    const fakes = await openFakes(context);
    const server = await startWith(context, fakes);
    const patience = { ms: 1_000 };
    for (const fault of faults)
      for (const name of names) await oneFails({ context, fakes, server, fault, name, patience });
    for (const name of names) await oneRefuses(context, name);
  },
);

type Scene = {
  context: CheckContext;
  fakes: Fakes;
  server: Server;
  fault: { what: string; advice: Advice };
  name: Name;
  /** How long one upstream waits for the other to be asked too; short once that was in vain: then they are asked one after the other. */
  patience: { ms: number };
};

async function oneFails(scene: Scene & { fault: Fault }): Promise<void> {
  const { fakes, fault, name, patience } = scene;
  const other = otherThan(name);
  const otherAsked = fakes[other].arrived(fakes[other].requests.length + 1, patience.ms);
  // It fails once the other has been asked too; who asks one after the other is not punished for that here.
  fakes.respond(name, async (request) => {
    if (!(await otherAsked)) patience.ms = 50;
    fakes.story.tell(name, fault.what);
    fault.apply(request);
  });
  await expectBadGateway(scene, fakes[name].requests.length + 1);
}

async function oneRefuses(context: CheckContext, name: Name): Promise<void> {
  const fakes = await openFakes(context);
  const refused = { url: `http://${await context.upstream.refused()}` };
  const server = await startWith(context, { ...fakes, [name]: refused });
  const patience = { ms: 1_000 };
  await expectBadGateway({
    context,
    fakes,
    server,
    name,
    patience,
    fault: { what: 'refused the connection', advice: sending },
  });
}

/** `nth`: the request that fails; undefined where none can arrive. */
async function expectBadGateway(scene: Scene, nth?: number): Promise<void> {
  const { context, fakes, server, name } = scene;
  const other = otherThan(name);
  fakes.respond(other, silent);
  fakes.story.restart();
  fakes.story.tell('we', `→ GET /api/dashboard/7; ${name} will fail, ${other} stays silent`);
  const pending = context.http.get(dashboard(server, 7), { timeoutMs: 60_000 });
  if (nth !== undefined) await releaseUnlessBothAsked(scene, nth, pending);
  else if ((await within(scene.patience.ms, pending)) === 'late') fakes.release(other);
  let reply: Reply | 'late' = await within(5_000, pending);
  const waited = reply === 'late';
  if (waited) {
    fakes.story.tell(other, 'has been silent for 5 s more: answers');
    fakes.release(other);
    reply = await within(10_000, pending);
    if (reply !== 'late' && reply.status === 502) failWaited(scene, reply);
  }
  fakes.release(other);
  // Who refuses connections is not asked, and the other one need not be any more.
  if (nth !== undefined && (reply === 'late' || reply.status !== 502)) expectAsked(context, { fakes, reply, id: 7 });
  judge(scene, reply, waited);
}

/** Who asks one after the other gets the first answer after a while, so that the second is asked as well. */
async function releaseUnlessBothAsked(
  { fakes, name, patience }: Scene,
  nth: number,
  pending: Promise<Reply>,
): Promise<void> {
  const asked = await Promise.race([fakes[name].arrived(nth, patience.ms), pending.then(() => 'answered' as const)]);
  if (asked !== undefined) return;
  patience.ms = 50;
  fakes.release(otherThan(name));
}

/** 'profile, _ = get(…)': for the hint alone. */
const dropped = /^\s*\w+, _ :?= .*\b\w*(get|fetch|load|ask|Do|ReadAll)\w*\(/i;

function failWaited({ context, fakes, name, fault }: Scene, reply: Reply): never {
  fail({
    summary: `The upstream ${name} ${fault.what}, and the 502 did not come before ${otherThan(name)} had answered too.`,
    expected: 'status 502 as soon as one upstream has failed, while the other is still silent',
    actual: `nothing for 5 s; only after ${otherThan(name)} had answered: ${describe(reply)}`,
    hint: 'A WaitGroup waits for everybody. Receive the results one by one and return at the first error; or cancel the context of the other request, so that it ends at once.',
    evidence: [fakes.story.evidence, where(context.files, /\.Wait\(\)/, /<-/, asks)],
  });
}

function judge({ context, fakes, server, name, fault }: Scene, reply: Reply | 'late', waited: boolean): void {
  const evidence = [
    reply === 'late' ? undefined : reply.evidence,
    fakes.story.evidence,
    server.log.evidence,
    where(context.files, dropped, fault.advice.look, sends, asks),
  ];
  const happened = `The upstream ${name} ${fault.what}`;
  if (reply === 'late' || reply.outcome !== 'answered' || reply.status !== 502)
    fail({
      summary: `${happened}, and the dashboard was not answered with 502.`,
      expected: `status 502 with {"error":"…","upstream":"${name}"}`,
      actual: waited ? `nothing while ${otherThan(name)} was silent; then ${describeLate(reply)}` : describeLate(reply),
      hint: has(context.files, dropped)
        ? `An error is thrown away with _ in the code. ${fault.advice.hint}`
        : fault.advice.hint,
      evidence,
    });
  const body = (reply.json ?? {}) as { error?: unknown; upstream?: unknown };
  if (typeof body.error === 'string' && body.error !== '' && body.upstream === name) return;
  const names = typeof body.upstream === 'string' ? `it names ${body.upstream}` : 'it does not name the upstream';
  fail({
    summary: `${happened}; the answer is a 502, but ${typeof body.error === 'string' ? names : 'not the JSON of the contract'}.`,
    expected: `{"error":"…","upstream":"${name}"}`,
    actual: describe(reply),
    hint: 'Send along whose result it is, also with an error: a struct with the name, the document and the error. Where the other request was cancelled because of the failure, its own error says only "context canceled" and is not the cause.',
    evidence,
  });
}
