import { attempt, type CheckContext, check, Failure, fail, failIf, type HttpRequest, type Reply } from '#kit';
import { raceFinding } from '../common/findings/no-race.ts';
import { buildRace } from '../common/no-race.ts';
import type { Answer } from './findings/answer.ts';
import { noId, sameId } from './findings/concurrent.ts';
import { type Api, expectAnswer, expectEveryone, expectUser, openApi, seed } from './scene.ts';
import { idOf, type NewUser, someone, type User } from './users.ts';

const creates = 120;
const reads = 80;
/** One answer takes milliseconds, also where all of them queue at one lock: none for so long means that none will come. */
const hungAfterMs = 10_000;
/** Between two locked steps there is a gap that the race detector does not see and few requests hit, so there are slow rounds and quick ones. */
const rounds = ['race', 'race', 'plain', 'plain', 'plain'] as const;

/** 200 creates and reads at once: ids stay unique, nothing is lost, and the -race build has nothing to report. */
export const concurrent = check(
  'concurrent',
  'keeps its users consistent under 200 parallel requests, without a data race',
  { needs: ['cgo', { openFiles: creates + reads + 60 }], timeoutMs: 300_000, lesson: 'One store, many goroutines' },
  async (context) => {
    await buildRace(context);
    for (const build of rounds) await round(context, build);
    context.measure('parallel', creates + reads, 'count');
  },
);

/** Held back first. A program with a short read time-out may rightly give up on held bodies, so it is asked once more without. */
async function round(context: CheckContext, build: 'plain' | 'race'): Promise<void> {
  for (const held of [true, false]) {
    const api = await openApi(context, { build });
    const result = await burst(api, context, held);
    const outcome = await attempt(expectConsistent(result));
    if (build === 'race') failIf(raceFinding(await api.server.races(), context.source));
    if (outcome.ok) return;
    if (!held || result.created.every(({ status }) => status >= 200 && status < 300))
      throw new Failure(outcome.finding);
  }
}

type Burst = {
  api: Api;
  /** There before the burst. */
  earlier: User[];
  wanted: NewUser[];
  created: Reply[];
  read: Reply[];
  /** GET /api/users when all was over; not asked of a program that answers nothing any more. */
  list(): Promise<Answer>;
};

/**
 * The bodies are held back until every handler is reading (or a few seconds have passed, for programs that rightly
 * take one request after the other), so that the handlers really run side by side.
 */
async function burst(api: Api, { http }: CheckContext, held: boolean): Promise<Burst> {
  const earlier: User[] = [];
  for (let index = 0; index < 4; index += 1) {
    const user = someone('Early');
    earlier.push({ ...user, id: await seed(api, user) });
  }
  const wanted = Array.from({ length: creates }, () => someone());
  const requests = [...wanted.map((user) => post(api, user, held)), ...readsOf(api, earlier)];
  const replies = await http.together(requests, { hungAfterMs, frozen: api.server });
  const list = () => api.get('/api/users', `GET /api/users after ${creates} parallel creates`);
  return { api, earlier, wanted, created: replies.slice(0, creates), read: replies.slice(creates), list };
}

const post = (api: Api, user: NewUser, held: boolean): HttpRequest => ({
  url: api.server.url('/api/users'),
  method: 'POST',
  headers: { 'Content-Type': 'application/json', ...(held ? { Expect: '100-continue' } : {}) },
  body: JSON.stringify(user),
  timeoutMs: 60_000,
});

const invalid = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{' };

/** What handlers that need no store may share without a lock: a counter of probes, or of errors. */
const others: readonly { at: string; request?: Partial<HttpRequest> }[] = [
  { at: '/health' },
  { at: '/api/users', request: invalid },
  { at: '/health' },
  { at: '/api/users/999999999' },
];

function readsOf(api: Api, earlier: User[]): HttpRequest[] {
  return Array.from({ length: reads }, (_, index) => {
    const { at, request } = pathOf(readOf(index, earlier), index);
    return { ...request, url: api.server.url(at), timeoutMs: 60_000 };
  });
}

type Read = User | 'list' | 'other';

/** Of eight reads four are of a user, two of the list, two of neither. */
function readOf(index: number, earlier: User[]): Read {
  return earlier[index % 8] ?? (index % 8 < 6 ? 'list' : 'other');
}

function pathOf(read: Read, index: number): (typeof others)[number] {
  if (read === 'other') return others[((index >> 3) * 2 + (index % 2)) % others.length] as (typeof others)[number];
  return { at: read === 'list' ? '/api/users' : `/api/users/${read.id}` };
}

async function expectConsistent(result: Burst): Promise<void> {
  const users = [...result.earlier, ...(await expectCreated(result))];
  await expectRead(result);
  expectEveryone(await result.list(), users);
}

async function expectCreated({ api, earlier, wanted, created }: Burst): Promise<User[]> {
  const users: User[] = [];
  for (const [index, reply] of created.entries()) {
    const answer = await api.answer(`One of ${creates} parallel POST /api/users`, reply);
    const user = wanted[index] as NewUser;
    const id = idOf(reply) ?? notCreated(answer);
    const before = [...earlier, ...users].find((one) => one.id === id);
    if (before) fail(sameId(answer, before, user, creates));
    users.push({ ...user, id });
  }
  return users;
}

function notCreated(answer: Answer): never {
  expectAnswer(answer).status(201);
  return fail(noId(answer));
}

/** How requests that read no user are answered is for other checks to say. */
async function expectRead({ api, earlier, read }: Burst): Promise<void> {
  for (const [index, reply] of read.entries()) {
    const kind = readOf(index, earlier);
    if (kind === 'other') continue;
    const answer = await api.answer(`One of ${reads} other requests during parallel creates`, reply);
    if (kind === 'list') expectAnswer(answer).status(200).json();
    else expectUser(answer, 200, kind);
  }
}
