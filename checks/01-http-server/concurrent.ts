import { type CheckContext, check, Failure, fail, type HttpRequest, type Reply } from '#kit';
import { buildRace, failOnRaces } from '../common/no-race.ts';
import { type Answer, type Api, expectJson, expectStatus, look, openApi } from './api.ts';
import { expectAll, expectArray } from './lists.ts';
import { expectUser, type NewUser, seed, seededId, someone, type User } from './users.ts';

const creates = 120;
const reads = 80;
const raceRounds = 2;
const plainRounds = 3;

/** 200 creates and reads at once: ids stay unique, nothing is lost, and the -race build has nothing to report. */
export const concurrent = check(
  'concurrent',
  'keeps its users right under 200 parallel requests, without a data race',
  { needs: ['cgo'], exclusive: true, timeoutMs: 300_000, lesson: 'One store, many goroutines' },
  async (context) => {
    await buildRace(context);
    // Between two locked steps there is a gap that the race detector does not see and few requests fall into: hence
    // the rounds, slow ones and quick ones.
    for (let time = 0; time < raceRounds; time += 1) await round(context, 'race');
    for (let time = 0; time < plainRounds; time += 1) await round(context, 'plain');
    context.measure('parallel', creates + reads, 'count');
  },
);

/** Held back first. A program with a short read time-out may rightly give held bodies up, so it is asked once more without. */
async function round(context: CheckContext, build: 'plain' | 'race'): Promise<void> {
  for (const held of [true, false]) {
    const api = await openApi(context, { build });
    const result = await burst(api, context, held);
    const failure = await failureOf(judge(result));
    if (build === 'race') failOnRaces(await api.server.races(), context.files);
    if (failure === undefined) return;
    if (!held || result.created.every(({ status }) => status >= 200 && status < 300)) throw failure;
  }
}

async function failureOf(judged: Promise<void>): Promise<Failure | undefined> {
  try {
    await judged;
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

type Burst = {
  api: Api;
  /** There before the burst. */
  earlier: User[];
  wanted: NewUser[];
  created: Reply[];
  read: Reply[];
  /** GET /api/users when all was over. */
  list: Answer;
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
  const replies = await http.together([...wanted.map((user) => post(api, user, held)), ...readsOf(api, earlier)]);
  const list = await api.get('/api/users', 'GET /api/users after 120 parallel creates');
  return { api, earlier, wanted, created: replies.slice(0, creates), read: replies.slice(creates), list };
}

const post = (api: Api, user: NewUser, held: boolean): HttpRequest => ({
  url: api.server.url('/api/users'),
  method: 'POST',
  headers: { 'Content-Type': 'application/json', ...(held ? { Expect: '100-continue' } : {}) },
  body: JSON.stringify(user),
  timeoutMs: 60_000,
});

const rejected = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{' };

/** What handlers that need no store may share without a lock: a counter of probes, or of errors. */
const besides: { at: string; request?: Partial<HttpRequest> }[] = [
  { at: '/health' },
  { at: '/api/users', request: rejected },
  { at: '/health' },
  { at: '/api/users/999999999' },
];

/** Half of them single users, a quarter of them the list, a quarter health and errors. */
function readsOf(api: Api, earlier: User[]): HttpRequest[] {
  return Array.from({ length: reads }, (_, index) => {
    const kind = readOf(index, earlier);
    const { at, request } =
      kind === 'besides'
        ? (besides[((index >> 3) * 2 + (index % 2)) % besides.length] as (typeof besides)[number])
        : { at: kind === 'list' ? '/api/users' : `/api/users/${kind.id}`, request: {} };
    return { ...request, url: api.server.url(at), timeoutMs: 60_000 };
  });
}

/** Of eight reads four are of a user, two of the list. */
function readOf(index: number, earlier: User[]): User | 'list' | 'besides' {
  return earlier[index % 8] ?? (index % 8 < 6 ? 'list' : 'besides');
}

async function judge({ api, earlier, wanted, created, read, list }: Burst): Promise<void> {
  const users = [...earlier];
  for (const [index, reply] of created.entries()) {
    const answer = api.answer(`One of ${creates} parallel POST /api/users`, reply);
    const id = seededId(answer) ?? (await notCreated(answer));
    const before = users.find((user) => user.id === id);
    if (before) sameId(answer, before, wanted[index] as NewUser);
    users.push({ ...(wanted[index] as NewUser), id });
  }
  for (const [index, reply] of read.entries()) {
    const kind = readOf(index, earlier);
    const answer = api.answer(`One of ${reads} other requests during parallel creates`, reply);
    // What the others answer is the business of other checks.
    if (kind === 'besides') continue;
    if (kind === 'list') await expectJson(answer, 200);
    else await expectUser(answer, 200, kind);
  }
  expectAll(list, expectArray(list, await expectJson(list, 200)), users);
}

async function notCreated(answer: Answer): Promise<never> {
  await expectStatus(answer, 201);
  return fail({
    summary: `${answer.did}: the answer does not say which user was created.`,
    expected: 'the user with its id',
    evidence: answer.evidence,
  });
}

function sameId(answer: Answer, before: User, other: NewUser): never {
  return fail({
    summary: `Two users that were created at the same time got the same id, ${before.id}.`,
    expected: `${creates} creates, ${creates} different ids`,
    actual: `${before.name} and ${other.name} both have id ${before.id}`,
    hint: 'The race detector is content, because each access alone is locked; but between taking the id and storing the user another request got in. Do both under one lock.',
    evidence: [...answer.evidence, look(answer.files, /[iI][dD]\s*:?=.*(len\(|count|next|last|\+ ?1)/, /ID:/)],
  });
}
