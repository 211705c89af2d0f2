/** Work that nobody waits for any more is given up: the held upstream sees its client disconnect. */
import { type CheckContext, check, fail, type Reply, type Server, type UpstreamRequest } from '#kit';
import { dashboard, type Fakes, type Name, names, openFakes, otherThan, pathOf, silent, startWith } from './fakes.ts';
import { asks, has, where } from './places.ts';
import { expectAsked } from './unanswered.ts';

const patienceMs = 5_000;

const withContext =
  'Make every upstream request with http.NewRequestWithContext and a context derived from r.Context(): context.WithTimeout(r.Context(), …), and defer cancel().';
const background =
  'A request made with context.Background(), or without a context at all, knows nothing of the client: nobody can call it back.';

const hintFor = ({ files }: CheckContext) =>
  has(files, /context\.(Background|TODO|WithoutCancel)\(|http\.Get\(|\.Get\(\w*[uU][rR][lL]|http\.NewRequest\(/)
    ? `${background} ${withContext}`
    : withContext;

const place = ({ files }: CheckContext) =>
  where(files, /context\.(Background|TODO|WithoutCancel)\(|http\.NewRequest\(|http\.Get\(/, asks);

export const cancelsSibling = check(
  'cancels-sibling',
  'cancels the other request when one upstream fails',
  { lesson: 'The context: how work ends' },
  async (context) => {
    for (const name of names) await siblingOf(name, context);
  },
);

async function siblingOf(name: Name, context: CheckContext): Promise<void> {
  const fakes = await openFakes(context, { profile: silent, orders: silent });
  const server = await startWith(context, fakes);
  const other = otherThan(name);
  fakes.story.tell('we', `→ GET /api/dashboard/7, and hold both answers`);
  const pending = context.http.get(dashboard(server, 7), { timeoutMs: 60_000 });
  const { [name]: failing, [other]: held } = await bothAsked(context, fakes, server, pending);
  fakes.story.tell(name, 'both are here: answers 500');
  failing.answer({ status: 500, body: '{"error":"out of order"}' });
  if (await held.gone(patienceMs)) return;
  fakes.story.tell(other, `still waits ${patienceMs / 1000} s later`);
  fail({
    summary: `The upstream ${name} failed, but the request to ${other} was not cancelled: ${other} goes on working for nobody.`,
    expected: `once ${name} has failed, ${other} sees the program hang up`,
    actual: `its connection was still open ${patienceMs / 1000} s later`,
    hint: hintFor(context),
    evidence: [fakes.story.evidence, place(context)],
  });
}

export const clientGone = check(
  'client-gone',
  'cancels both upstream requests when the client leaves',
  { lesson: 'The context: how work ends' },
  async (context) => {
    const fakes = await openFakes(context, { profile: silent, orders: silent });
    const server = await startWith(context, fakes);
    const client = new AbortController();
    fakes.story.tell('we', '→ GET /api/dashboard/7, and hold both answers');
    const pending = context.http.get(dashboard(server, 7), { timeoutMs: 60_000, signal: client.signal });
    // Who asks one after the other has one request to give up; that it has no second is another check's business.
    const both = Promise.all(names.map((name) => fakes[name].arrived(1, 2_000)));
    const reply = await Promise.race([both.then(() => 'late' as const), pending]);
    expectAsked(context, { fakes, reply, id: 7 });
    const [profile, orders] = names.map((name) => fakes[name].requests[0]);
    client.abort();
    fakes.story.tell('we', 'hang up');
    const left = await Promise.all([profile, orders].map((one) => one?.gone(patienceMs) ?? true));
    const still = names.filter((_, index) => !left[index]);
    for (const name of still) fakes.story.tell(name, `still waits ${patienceMs / 1000} s later`);
    if (still.length === 0) return;
    fail({
      summary: `The client left, but the request to ${still.join(' and to ')} was not cancelled.`,
      expected: 'once the client has hung up, both upstreams see the program hang up as well',
      actual: `${still.join(' and ')} still waited ${patienceMs / 1000} s later`,
      hint: hintFor(context),
      evidence: [fakes.story.evidence, place(context)],
    });
  },
);

/** Both upstreams hold a request; a finding where they never do. */
async function bothAsked(
  context: CheckContext,
  fakes: Fakes,
  server: Server,
  pending: Promise<Reply>,
): Promise<Record<Name, UpstreamRequest>> {
  const both = Promise.all(names.map((name) => fakes[name].arrived(1, 5_000)));
  const reply = await Promise.race([both.then(() => 'late' as const), pending]);
  const [profile, orders] = names.map((name) => fakes[name].requests[0]);
  expectAsked(context, { fakes, reply, id: 7 });
  if (profile && orders) return { profile, orders };
  const missing = profile ? 'orders' : 'profile';
  fail({
    summary: `There was no second request to cancel: ${missing} is not asked while ${otherThan(missing)} has not answered.`,
    expected: `GET ${pathOf(missing, 7)} arrives while the other is held`,
    actual: 'only one of the upstreams was asked',
    hint: 'Begin both requests before you wait for either (see the check parallel); then there is one to cancel.',
    evidence: [fakes.story.evidence, server.log.evidence, where(context.files, asks)],
  });
}
