/** Work that nobody waits for any more is given up: the held upstream sees its client disconnect. */
import { check, fail, type Late, late, within } from '#kit';
import { answering, dashboard, type Name, names, openFakes, otherThan, silent, startWith } from './fakes.ts';
import { type Fault, faults } from './faults.ts';
import {
  alsoTheBody,
  begin,
  bothAsked,
  type Held,
  headStartMs,
  hintFor,
  nextOf,
  patienceMs,
  place,
  type Scene,
} from './giving-up.ts';
import { expectAsked } from './unanswered.ts';

export const cancelsSibling = check(
  'cancels-sibling',
  'cancels the other request when one upstream fails',
  { lesson: 'The context: how work ends', timeoutMs: 120_000 },
  async (context) => {
    const fakes = await openFakes(context);
    const server = await startWith(context, fakes);
    const scene = { context, fakes, server };
    for (const fault of unmistakable) for (const name of names) await siblingOf(scene, { name, fault, held: 'silent' });
    for (const name of names) await siblingOf(scene, { name, fault: unmistakable[0] as Fault, held: 'begun' });
  },
);

/** Failures that nobody can take for a document; to see the others is the business of upstream-error. */
const unmistakable = faults.filter(({ what }) => /answered 500|closed the connection/.test(what));

async function siblingOf(scene: Scene, { name, fault, held }: { name: Name; fault: Fault; held: Held }): Promise<void> {
  const { context, fakes, server } = scene;
  const other = otherThan(name);
  fakes.respond(name, silent);
  fakes.respond(other, held === 'begun' ? begin(other) : silent);
  fakes.story.restart();
  fakes.story.tell('we', `→ GET /api/dashboard/7, and hold both answers`);
  const nth = nextOf(fakes);
  const pending = context.http.get(dashboard(server, 7), { timeoutMs: 60_000 });
  const both = await bothAsked(scene, nth, pending);
  if (held === 'begun') await new Promise((resolve) => setTimeout(resolve, headStartMs));
  fakes.story.tell(name, `both are here: ${fault.what}`);
  fakes.respond(name, fault.apply);
  fault.apply(both[name]);
  if (await both[other].gone(patienceMs)) {
    await within(patienceMs, pending); // what it is answered is another check's business
    return;
  }
  fakes.story.tell(other, `still waits ${patienceMs / 1000} s later`);
  fail({
    summary: `The upstream ${name} ${fault.what}, but the request to ${other} was not cancelled: ${other} goes on working for nobody.`,
    expected: `once ${name} has failed, ${other} sees the program hang up${held === 'begun' ? ', in the middle of its document' : ''}`,
    actual: `its connection was still open ${patienceMs / 1000} s later`,
    hint: held === 'begun' ? `${alsoTheBody} ${hintFor(context)}` : hintFor(context),
    evidence: [fakes.story.evidence, place(context)],
  });
}

/** What each upstream does until the client leaves. */
type Doing = 'silent' | 'begun' | 'answers';
const leavings: Record<Name, Doing>[] = [
  { profile: 'silent', orders: 'silent' },
  { profile: 'begun', orders: 'begun' },
  { profile: 'answers', orders: 'silent' },
  { profile: 'silent', orders: 'answers' },
];
const does = (name: Name, doing: Doing) => ({ silent, begun: begin(name), answers: answering(name) })[doing];

export const clientGone = check(
  'client-gone',
  'cancels both upstream requests when the client leaves',
  { lesson: 'The context: how work ends' },
  async (context) => {
    const fakes = await openFakes(context);
    const server = await startWith(context, fakes);
    // Who asks one after the other has one request to give up; that it has no second is another check's business.
    for (const leaving of leavings) if (!(await leaves({ context, fakes, server }, leaving))) return;
  },
);

/** False where the two were not asked at once. */
async function leaves({ context, fakes, server }: Scene, doing: Record<Name, Doing>): Promise<boolean> {
  const client = new AbortController();
  for (const name of names) fakes.respond(name, does(name, doing[name]));
  const nth = nextOf(fakes);
  fakes.story.restart();
  fakes.story.tell('we', `→ GET /api/dashboard/7; ${names.map((name) => `${name}: ${words[doing[name]]}`).join(', ')}`);
  const pending = context.http.get(dashboard(server, 7), { timeoutMs: 60_000, signal: client.signal });
  const both = Promise.all(names.map((name) => fakes[name].arrived(nth[name], 2_000)));
  const reply = await Promise.race([both.then((): Late => late), pending]);
  expectAsked(context, { fakes, reply, id: 7 });
  if (names.some((name) => doing[name] !== 'silent')) await new Promise((resolve) => setTimeout(resolve, headStartMs));
  client.abort();
  fakes.story.tell('we', 'hang up');
  const waiting = names.filter((name) => doing[name] !== 'answers');
  const left = await Promise.all(waiting.map((name) => fakes[name].requests[nth[name] - 1]?.gone(patienceMs) ?? true));
  const still = waiting.filter((_, index) => !left[index]);
  for (const name of still) fakes.story.tell(name, `still waits ${patienceMs / 1000} s later`);
  if (still.length === 0) return names.every((name) => fakes[name].requests[nth[name] - 1]);
  const answered = names.find((name) => doing[name] === 'answers');
  fail({
    summary: `The client left${answered ? ` after ${answered} had answered` : ''}, but the request to ${still.join(' and to ')} was not cancelled.`,
    expected: 'once the client has hung up, both upstreams see the program hang up as well',
    actual: `${still.join(' and ')} still waited ${patienceMs / 1000} s later`,
    hint: doing.profile === 'begun' ? `${alsoTheBody} ${hintFor(context)}` : hintFor(context),
    evidence: [fakes.story.evidence, place(context)],
  });
}

const words: Record<Doing, string> = { silent: 'held', begun: 'held in the middle of its body', answers: 'answers' };
