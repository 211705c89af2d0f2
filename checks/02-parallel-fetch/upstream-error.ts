/** One upstream fails in each of the ways that a network knows; the other one is still silent when the 502 must come, or has answered. */
import { type CheckContext, check, type Late, late, type Reply, type Server, within } from '#kit';
import { askedFor, askedOnFreshConnections, failAskedAgain, failNotTried } from './asked.ts';
import { failWaited, judge, type Scene } from './bad-gateway.ts';
import {
  answering,
  dashboard,
  type Fakes,
  type Name,
  names,
  openFakes,
  otherThan,
  silent,
  startWith,
} from './fakes.ts';
import { type Fault, faults, sending } from './faults.ts';
import { headStartMs } from './giving-up.ts';
import { expectAsked, expectDashboard } from './unanswered.ts';

export const upstreamError = check(
  'upstream-error',
  'answers 502 naming the upstream that failed, without waiting for the other',
  { lesson: 'When an upstream fails', timeoutMs: 120_000 },
  async (context) => {
    const fakes = await openFakes(context);
    const server = await startWith(context, fakes);
    const patience = { ms: 1_000 };
    const scenes = allScenes();
    // The first two ids have been answered before: what is remembered of them must not stand in for what fails.
    const before = await good(context, fakes, server, [7, 8]);
    for (const [index, scene] of scenes.entries())
      await oneFails({ context, fakes, server, patience, id: 7 + index, ...scene });
    const [after] = await good(context, fakes, server, [7]);
    if (after && before.every((reply) => reply.status === 200))
      expectDashboard(context, after, server, `after the upstreams had failed ${scenes.length} times and worked again`);
    for (const name of names) await oneRefuses(context, name);
  },
);

type Failing = Pick<Scene, 'name' | 'other'> & { fault: Fault };

/** Every fault while the other is silent; two of them after the other has answered, when it is the second to finish. */
function allScenes(): Failing[] {
  const late = faults.filter(({ what }) => /answered 500|middle of the body/.test(what));
  const each = (some: Fault[], other: Scene['other']) =>
    some.flatMap((fault) => names.map((name) => ({ fault, name, other })));
  return [...each(faults, 'silent'), ...each(late, 'answers')];
}

/** Both upstreams answer. What the dashboards must look like is another check's business. */
async function good(context: CheckContext, fakes: Fakes, server: Server, ids: number[]): Promise<Reply[]> {
  for (const name of names) fakes.respond(name, answering(name));
  const replies: Reply[] = [];
  for (const id of ids) {
    fakes.story.restart();
    fakes.story.tell('we', `→ GET /api/dashboard/${id}; both will answer`);
    const reply = await context.http.get(dashboard(server, id));
    expectAsked(context, { fakes, reply, id });
    replies.push(reply);
  }
  return replies;
}

async function oneFails(scene: Scene & { fault: Fault }): Promise<void> {
  const { fakes, fault, name, id } = scene;
  // An idle connection that never carried a request looks fresh to us and used to net/http: that does not happen three times.
  for (let tries = 1; tries <= 3; tries++) {
    const before = askedFor(fakes, name, id).length;
    const reply = await failsOnce(scene);
    const mine = askedFor(fakes, name, id).slice(before);
    if (mine.length === 0) failNotTried(scene, name, reply);
    if (!fault.sentAgain && mine.length > 1) failAskedAgain(scene, mine.length);
    if (!fault.sentAgain || askedOnFreshConnections(fakes, name, mine) <= 1) return;
    if (tries === 3) failAskedAgain(scene, mine.length);
  }
}

async function failsOnce(scene: Scene & { fault: Fault }): Promise<Reply> {
  const { fakes, fault, name, patience } = scene;
  const other = otherThan(name);
  const otherAsked = fakes[other].arrived(fakes[other].requests.length + 1, patience.ms);
  // It fails once the other has been asked too; who asks one after the other is not punished for that here.
  fakes.respond(name, async (request) => {
    if (!(await otherAsked)) patience.ms = 50;
    else if (scene.other === 'answers') await new Promise((resolve) => setTimeout(resolve, headStartMs));
    fakes.story.tell(name, fault.what);
    fault.apply(request);
  });
  return expectBadGateway(scene, fakes[name].requests.length + 1);
}

async function oneRefuses(context: CheckContext, name: Name): Promise<void> {
  const fakes = await openFakes(context);
  const refused = { url: `http://${await context.upstream.refused()}` };
  const server = await startWith(context, { ...fakes, [name]: refused });
  const fault = { what: 'refused the connection', advice: sending };
  await expectBadGateway({ context, fakes, server, name, fault, other: 'silent', id: 7, patience: { ms: 1_000 } });
}

/** `nth`: the request that fails; undefined where none can arrive. */
async function expectBadGateway(scene: Scene, nth?: number): Promise<Reply> {
  const { context, fakes, server, name, id } = scene;
  const other = otherThan(name);
  fakes.respond(other, scene.other === 'silent' ? silent : answering(other));
  fakes.story.restart();
  fakes.story.tell('we', `→ GET /api/dashboard/${id}; ${name} will fail, ${otherWill(scene, other)}`);
  const pending = context.http.get(dashboard(server, id), { timeoutMs: 60_000 });
  if (nth !== undefined) await releaseUnlessBothAsked(scene, nth, pending);
  else if ((await within(scene.patience.ms, pending)) === late) fakes.release(other);
  let reply: Reply | Late = await within(5_000, pending);
  const waited = reply === late;
  if (waited) {
    fakes.story.tell(other, 'has been silent for 5 s more: answers');
    fakes.release(other);
    reply = await within(10_000, pending);
    if (reply !== late && reply.status === 502) failWaited(scene, reply);
  }
  fakes.release(other);
  // Who refuses connections is not asked, and the other one need not be any more.
  if (nth !== undefined && (reply === late || reply.status !== 502)) expectAsked(context, { fakes, reply, id });
  return judge(scene, reply, waited);
}

const otherWill = (scene: Scene, other: Name) =>
  scene.other === 'silent' ? `${other} stays silent` : `after ${other} has answered`;

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
