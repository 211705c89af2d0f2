/** When the client leaves, the work for it is given up: the held upstreams see their client disconnect. */
import { check, duration, fail, failIf, type Late, late, type UpstreamHandler } from '#kit';
import { clientGoneUnnoticed } from './findings/cancelled.ts';
import { noUpstreamAsked } from './findings/not-asked.ts';
import { headStart, openScene, type Scene, whileHeld } from './scene.ts';
import { answering, beginning, silent } from './upstreams/handlers.ts';
import { type Name, names } from './upstreams/names.ts';

const patienceMs = 5_000;
const id = 7;

/** What an upstream does until the client leaves. */
type Doing = 'silent' | 'begun' | 'answers';
const cases: readonly Record<Name, Doing>[] = [
  { profile: 'silent', orders: 'silent' },
  { profile: 'begun', orders: 'begun' },
  { profile: 'answers', orders: 'silent' },
  { profile: 'silent', orders: 'answers' },
];
const handlerFor: Record<Doing, (name: Name) => UpstreamHandler> = {
  silent: () => silent,
  begun: beginning,
  answers: answering,
};
const words: Record<Doing, string> = { silent: 'held', begun: 'held in the middle of its body', answers: 'answers' };

export const clientGone = check(
  'client-gone',
  'cancels both upstream requests when the client leaves',
  { lesson: 'The context: how work ends' },
  async (context) => {
    const scene = await openScene(context);
    for (const doing of cases) {
      const asked = await clientLeaves(scene, doing);
      // A program that asks one after the other has only one request to give up; parallel reports that.
      if (asked < names.length) return;
    }
  },
);

/** How many upstreams were asked for this dashboard. */
async function clientLeaves(scene: Scene, doing: Record<Name, Doing>): Promise<number> {
  const { upstreams, timeline } = scene;
  for (const name of names) upstreams.respond(name, handlerFor[doing[name]](name));
  timeline.restart();
  const plan = names.map((name) => `${name}: ${words[doing[name]]}`).join(', ');
  timeline.tell('we', `→ GET /api/dashboard/${id}; ${plan}`);
  const nth = upstreams.next();
  const client = new AbortController();
  const pending = scene.get(id, { ...whileHeld, signal: client.signal });
  const both = Promise.all(names.map((name) => upstreams[name].arrived(nth[name], 2_000)));
  const reply = await Promise.race([both.then((): Late => late), pending]);
  failIf(noUpstreamAsked(scene.seen(id, reply)));
  if (names.some((name) => doing[name] !== 'silent')) await headStart();
  client.abort();
  timeline.tell('we', 'hang up');
  const asked = names.filter((name) => upstreams[name].requests[nth[name] - 1]);
  const still = await stillOpen(
    scene,
    asked.filter((name) => doing[name] !== 'answers'),
    nth,
  );
  const answered = names.find((name) => doing[name] === 'answers');
  const midBody = doing.profile === 'begun';
  if (still.length > 0) fail(clientGoneUnnoticed(scene.seen(id), { still, answered, midBody, waitedMs: patienceMs }));
  return asked.length;
}

/** Which of the held upstreams do not see the program hang up. */
async function stillOpen(
  { upstreams, timeline }: Scene,
  held: readonly Name[],
  nth: Record<Name, number>,
): Promise<Name[]> {
  const gone = await Promise.all(held.map((name) => upstreams[name].requests[nth[name] - 1]?.gone(patienceMs)));
  const still = held.filter((_, index) => !gone[index]);
  for (const name of still) timeline.tell(name, `still waits ${duration(patienceMs)} later`);
  return still;
}
