/** One upstream fails in every way a network knows, while the other is silent or after it has answered: a 502 must come at once. */
import {
  type CheckContext,
  check,
  duration,
  fail,
  failIf,
  type Late,
  late,
  type Reply,
  replyProblem,
  within,
} from '#kit';
import { noDashboard, noUpstreamAsked } from './findings/not-asked.ts';
import {
  askedAgain,
  type Failing,
  happened,
  noBadGateway,
  notTried,
  waitedForBoth,
  wrongBadGateway,
} from './findings/upstream-error.ts';
import { whatFailed } from './findings/words.ts';
import { hasEnded, headStart, openScene, type Scene, whileHeld } from './scene.ts';
import { type Asked, askedFor, type Seen } from './seen.ts';
import { applyFault, faults, mayBeResent, type ServedFault } from './upstreams/faults.ts';
import { answering, silent } from './upstreams/handlers.ts';
import { type Name, names, otherThan, variableOf } from './upstreams/names.ts';

/** How long an upstream is silent before we conclude that the program waits for it. */
const silentMs = 5_000;

/**
 * `patience`: how long one upstream waits for the other to be asked too. Short once that was in vain: then the program asks
 * one after the other, which parallel reports.
 */
type Attempt = Failing & { id: number; patience: { ms: number } };
type ServedAttempt = Attempt & { fault: ServedFault };

export const upstreamError = check(
  'upstream-error',
  'answers 502 naming the upstream that failed, without waiting for the other',
  { lesson: 'When an upstream fails', timeoutMs: 120_000 },
  async (context) => {
    const scene = await openScene(context);
    const patience = { ms: 1_000 };
    // The first two ids are answered before: what a program remembers of them must not hide a failure.
    const before = await bothAnswer(scene, [7, 8]);
    for (const [index, failing] of allFailing.entries())
      await failsAndIsAskedOnce(scene, { ...failing, patience, id: 7 + index });
    const [after] = await bothAnswer(scene, [7]);
    const during = `after the upstreams had failed ${allFailing.length} times and worked again`;
    if (after && before.every((reply) => reply.status === 200))
      failIf(noDashboard(scene.seen(7, after), after, during));
    for (const name of names) await refuses(context, name);
  },
);

const failEach = (some: readonly ServedFault[], other: Failing['other']) =>
  some.flatMap((fault) => names.map((name) => ({ fault, name, other })));

/** Every fault while the other is silent; two of them after the other has answered, when the failing one finishes second. */
const allFailing = [...failEach(faults, 'silent'), ...failEach(['status-500', 'cut-body'], 'answers')];

/** Only for comparison: merges tests what such a dashboard looks like. */
async function bothAnswer(scene: Scene, ids: number[]): Promise<Reply[]> {
  for (const name of names) scene.upstreams.respond(name, answering(name));
  const replies: Reply[] = [];
  for (const id of ids) {
    scene.timeline.restart();
    scene.timeline.tell('we', `→ GET /api/dashboard/${id}; both will answer`);
    const reply = await scene.get(id);
    failIf(noUpstreamAsked(scene.seen(id, reply)));
    replies.push(reply);
  }
  return replies;
}

async function failsAndIsAskedOnce(scene: Scene, failing: ServedAttempt): Promise<void> {
  const { name, fault, id } = failing;
  // An idle connection that never carried a request looks fresh to us and used to net/http. That doesn't happen three times.
  for (let tries = 1; tries <= 3; tries++) {
    const before = askedFor(scene.seen(id), name).length;
    const reply = await fails(scene, failing);
    const seen = scene.seen(id, reply);
    const mine = askedFor(seen, name).slice(before);
    if (mine.length === 0) fail(notTried(seen, name, reply));
    const times = mayBeResent(fault) ? onFreshConnections(seen, name, mine) : mine.length;
    if (times <= 1) return;
    if (tries === 3 || !mayBeResent(fault)) fail(askedAgain(seen, failing, mine.length));
  }
}

/** net/http never repeats a request by itself on a connection that had carried none (transport.go, shouldRetryRequest). */
const onFreshConnections = ({ requests }: Seen, name: Name, mine: readonly Asked[]) =>
  mine.filter((one) => requests[name].find(({ connection }) => connection === one.connection) === one).length;

async function fails(scene: Scene, failing: ServedAttempt): Promise<Reply> {
  const { upstreams, timeline } = scene;
  const { name, fault, patience } = failing;
  const other = otherThan(name);
  const otherAsked = upstreams[other].arrived(upstreams[other].requests.length + 1, patience.ms);
  // It fails once the other has been asked too. Asking one after the other is no fault here.
  upstreams.respond(name, async (request) => {
    if (!(await otherAsked)) patience.ms = 50;
    else if (failing.other === 'answers') await headStart();
    timeline.tell(name, whatFailed(fault));
    applyFault[fault](request);
  });
  return badGateway(scene, failing);
}

async function refuses(context: CheckContext, name: Name): Promise<void> {
  const nowhere = `http://${await context.upstream.refused()}`;
  const scene = await openScene(context, { env: { [variableOf(name)]: nowhere } });
  await badGateway(scene, { name, fault: 'refused', other: 'silent', id: 7, patience: { ms: 1_000 } });
}

/** The 502 for a failing upstream; any other answer ends the check. */
async function badGateway(scene: Scene, failing: Attempt): Promise<Reply> {
  const { upstreams, timeline } = scene;
  const { name, id } = failing;
  const other = otherThan(name);
  upstreams.respond(other, failing.other === 'silent' ? silent : answering(other));
  timeline.restart();
  const otherWill = failing.other === 'silent' ? `${other} stays silent` : `after ${other} has answered`;
  timeline.tell('we', `→ GET /api/dashboard/${id}; ${name} will fail, ${otherWill}`);
  const asked = upstreams[name].arrived(upstreams[name].requests.length + 1, failing.patience.ms);
  const pending = scene.get(id, whileHeld);
  await releaseUnlessAsked(scene, failing, asked, pending);
  const early = await within(silentMs, pending);
  const reply = early === late ? await afterTheOther(scene, failing, pending) : early;
  upstreams.release(other);
  const seen = scene.seen(id, reply);
  if (reply === late || replyProblem(reply, { status: 502 }))
    return notBadGateway(scene, seen, failing, early === late);
  failIf(wrongBadGateway(seen, failing, reply));
  return reply;
}

/** A program that asks one after the other gets the first answer after a while, so that the second is asked as well. */
async function releaseUnlessAsked(
  { upstreams }: Scene,
  { name, fault, patience }: Attempt,
  asked: Promise<unknown>,
  pending: Promise<Reply>,
): Promise<void> {
  // A request to a closed port never arrives; there only the answer tells.
  const reached = fault === 'refused' ? within(patience.ms, pending).then((reply) => reply !== late) : asked;
  if (await Promise.race([reached, pending])) return;
  patience.ms = 50;
  upstreams.release(otherThan(name));
}

/** Nothing came while the other upstream was silent: what comes once it answers? */
async function afterTheOther(scene: Scene, failing: Attempt, pending: Promise<Reply>): Promise<Reply | Late> {
  const other = otherThan(failing.name);
  scene.timeline.tell(other, `has been silent for ${duration(silentMs)} more: answers`);
  scene.upstreams.release(other);
  const reply = await within(10_000, pending);
  if (reply !== late && reply.status === 502) fail(waitedForBoth(scene.seen(failing.id, reply), failing, silentMs));
  return reply;
}

async function notBadGateway(scene: Scene, seen: Seen, failing: Attempt, waited: boolean): Promise<never> {
  // With a refused connection no request need arrive anywhere.
  if (failing.fault !== 'refused') failIf(noUpstreamAsked(seen));
  failIf(await hasEnded(scene, seen, happened(failing)));
  fail(noBadGateway(seen, failing, waited));
}
