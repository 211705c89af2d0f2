/** When one upstream fails, the request to the other is given up: the held upstream sees its client disconnect. */
import { check, duration, fail, failIf, type Late, late, type Reply, type UpstreamRequest, within } from '#kit';
import { nothingToCancel, siblingStillOpen } from './findings/cancelled.ts';
import { noUpstreamAsked } from './findings/not-asked.ts';
import { whatFailed } from './findings/words.ts';
import { hasEnded, headStart, openScene, type Scene, whileHeld } from './scene.ts';
import { applyFault, type ServedFault } from './upstreams/faults.ts';
import { beginning, silent } from './upstreams/handlers.ts';
import { type Name, names, otherThan } from './upstreams/names.ts';

const patienceMs = 5_000;
const id = 7;

/** Faults that no program can take for a document; upstream-error tests whether the others are noticed. */
const unmistakable: readonly ServedFault[] = ['status-500', 'cut-body', 'hung-up'];

/** `failed` fails; the other one is held before its answer, or in the middle of its document. */
type Case = { failed: Name; fault: ServedFault; midBody: boolean };
const cases: readonly Case[] = [
  ...unmistakable.flatMap((fault) => names.map((failed) => ({ failed, fault, midBody: false }))),
  ...names.map((failed) => ({ failed, fault: unmistakable[0] ?? 'status-500', midBody: true })),
];

export const cancelsSibling = check(
  'cancels-sibling',
  'cancels the other request when one upstream fails',
  { lesson: 'The context: how work ends', timeoutMs: 120_000 },
  async (context) => {
    const scene = await openScene(context);
    for (const one of cases) await siblingIsCancelled(scene, one);
  },
);

async function siblingIsCancelled(scene: Scene, { failed, fault, midBody }: Case): Promise<void> {
  const { upstreams, timeline } = scene;
  const other = otherThan(failed);
  upstreams.respond(failed, silent);
  upstreams.respond(other, midBody ? beginning(other) : silent);
  timeline.restart();
  timeline.tell('we', `→ GET /api/dashboard/${id}, and hold both answers`);
  const nth = upstreams.next();
  const pending = scene.get(id, whileHeld);
  const held = await bothHeld(scene, nth, pending);
  if (midBody) await headStart();
  timeline.tell(failed, `both are here: ${whatFailed(fault)}`);
  upstreams.respond(failed, applyFault[fault]);
  applyFault[fault](held[failed]);
  if (!(await held[other].gone(patienceMs))) {
    timeline.tell(other, `still waits ${duration(patienceMs)} later`);
    fail(siblingStillOpen(scene.seen(id), { failed, fault, midBody, waitedMs: patienceMs }));
  }
  await within(patienceMs, pending); // what the client is answered is tested elsewhere
}

/** The nth request of each upstream, both held. */
async function bothHeld(
  scene: Scene,
  nth: Record<Name, number>,
  pending: Promise<Reply>,
): Promise<Record<Name, UpstreamRequest>> {
  const { upstreams } = scene;
  const both = Promise.all(names.map((name) => upstreams[name].arrived(nth[name], patienceMs)));
  const reply = await Promise.race([both.then((): Late => late), pending]);
  const [profile, orders] = names.map((name) => upstreams[name].requests[nth[name] - 1]);
  const seen = scene.seen(id, reply);
  failIf(noUpstreamAsked(seen));
  if (profile && orders) return { profile, orders };
  failIf(await hasEnded(scene, seen, 'An upstream had failed'));
  fail(nothingToCancel(seen, profile ? 'orders' : 'profile'));
}
