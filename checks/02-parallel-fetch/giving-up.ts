/** What the checks of cancelled work share. */
import { type CheckContext, fail, type Late, late, type Reply, type Server, type UpstreamRequest } from '#kit';
import { documents, type Fakes, idOf, type Name, names, otherThan, pathOf } from './fakes.ts';
import { asks, has, where } from './places.ts';
import { expectAsked, expectRunning } from './unanswered.ts';

export type Scene = { context: CheckContext; fakes: Fakes; server: Server };

export const patienceMs = 5_000;
/** What an upstream has sent has a head start of this long; if the program does not see it in time, nothing is lost. */
export const headStartMs = 25;

const withContext =
  'Make every upstream request with http.NewRequestWithContext and a context derived from r.Context(): context.WithTimeout(r.Context(), …), and defer cancel().';
const background =
  'A request made with context.Background(), or without a context at all, knows nothing of the client: nobody can call it back.';
export const alsoTheBody =
  'The context has to hold until the body is read: it is the same one for client.Do and for all that follows.';

export const hintFor = ({ files }: CheckContext) =>
  has(files, /context\.(Background|TODO|WithoutCancel)\(|http\.Get\(|\.Get\(\w*[uU][rR][lL]|http\.NewRequest\(/)
    ? `${background} ${withContext}`
    : withContext;

export const place = ({ files }: CheckContext) =>
  where(files, /context\.(Background|TODO|WithoutCancel)\(|http\.NewRequest\(|http\.Get\(/, asks);

/** Where the held one stands: it has sent nothing, or its header and the beginning of its document. */
export type Held = 'silent' | 'begun';
export const begin = (name: Name) => (request: UpstreamRequest) =>
  request.begin({ body: documents[name](idOf(request)) }, 8);

/** The number of the request that comes next, for each upstream. */
export const nextOf = (fakes: Fakes): Record<Name, number> => ({
  profile: fakes.profile.requests.length + 1,
  orders: fakes.orders.requests.length + 1,
});

/** Both upstreams hold a request; a finding where they never do. */
export async function bothAsked(
  { context, fakes, server }: Scene,
  nth: Record<Name, number>,
  pending: Promise<Reply>,
): Promise<Record<Name, UpstreamRequest>> {
  const both = Promise.all(names.map((name) => fakes[name].arrived(nth[name], 5_000)));
  const reply = await Promise.race([both.then((): Late => late), pending]);
  const [profile, orders] = names.map((name) => fakes[name].requests[nth[name] - 1]);
  expectAsked(context, { fakes, reply, id: 7 });
  if (profile && orders) return { profile, orders };
  if (reply !== late) await expectRunning(context, server, reply, 'An upstream had failed', [server.log.evidence]);
  const missing = profile ? 'orders' : 'profile';
  fail({
    summary: `There was no second request to cancel: ${missing} is not asked while ${otherThan(missing)} has not answered.`,
    expected: `GET ${pathOf(missing, 7)} arrives while the other is held`,
    actual: 'only one of the upstreams was asked',
    hint: 'Begin both requests before you wait for either (see the check parallel); then there is one to cancel.',
    evidence: [fakes.story.evidence, server.log.evidence, where(context.files, asks)],
  });
}
