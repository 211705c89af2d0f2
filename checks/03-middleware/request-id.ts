/** X-Request-ID: kept, made or replaced, and the same in the response, the log and the handler's context. */
import { type CheckContext, check, fail } from '#kit';
import { hostileKept, notFresh, sameAmongMany, sameForTwo } from './findings/fresh-ids.ts';
import { harmlessNotKept, mixedUp, notEverywhere } from './findings/request-id.ts';
import { carriesId, type IdScene, logsId, validIdOf } from './ids/carried.ts';
import { idsOfMany, type Repeated, repeatedId } from './ids/many.ts';
import { type Harmless, type Hostile, harmlessIds, hostileIds } from './ids/samples.ts';
import { logsOrdinary, noHurry, start, startAtGate } from './scene.ts';

export const requestId = check(
  'request-id',
  'gives every request an id: in the response, in the log and in the context',
  { lesson: 'Request ids' },
  async (context) => {
    const scene = await startWithIds(context);
    const made = await makesIds(scene);
    await makesManyIds(context);
    if (made.size < 2) fail(sameForTwo(scene.seen(), [...made].join()));
    for (const harmless of harmlessIds) await keeps(scene, harmless);
    for (const hostile of hostileIds) await replaces(scene, hostile, made);
    await replacesEmpty(scene, made);
    for (const path of ['/stream', '/no-such-path']) await givesIdTo(scene, path);
    await keepsIdsApart(context);
  },
);

async function startWithIds(context: CheckContext): Promise<IdScene> {
  const gate = await context.upstream.serve((request) => request.answer());
  const scene = await start(context, { GATE_URL: gate.url, ...noHurry });
  return Object.assign(scene, { logs: await logsOrdinary(scene) });
}

/** Two requests bring no id: the service makes one for each. */
async function makesIds(scene: IdScene): Promise<Set<string>> {
  const what = 'A request without X-Request-ID';
  const replies = [await scene.get('/whoami'), await scene.get('/whoami')];
  const made = new Set<string>();
  for (const reply of replies) made.add(await validIdOf(scene, reply, what));
  for (const reply of replies) await carriesId(scene, reply, { id: reply.header('x-request-id'), when: what });
  return made;
}

/**
 * Ids taken from the connection, from a clock or from ten thousand numbers repeat among many requests in a row. Ids of 32
 * random bits may collide once in a while, so only a second time counts. A server of its own: the many lines make its log
 * slow to read.
 */
async function makesManyIds(context: CheckContext): Promise<void> {
  const { server, http, seen } = await start(context, noHurry);
  let repeated: Repeated | undefined;
  for (let round = 0; round < 2; round++) {
    repeated = repeatedId(await idsOfMany(http, server.url('/')));
    if (!repeated) return;
  }
  if (repeated) fail(sameAmongMany(seen(), repeated));
}

async function keeps(scene: IdScene, { what, id }: Harmless): Promise<void> {
  const reply = await scene.get('/whoami', { id });
  if (reply.header('x-request-id') !== id) fail(harmlessNotKept(scene.saw(reply), { what, id }));
  await carriesId(scene, reply, { id, when: `With ${what}` });
}

/** `made`: all ids that were made so far. */
async function replaces(scene: IdScene, hostile: Hostile, made: Set<string>): Promise<void> {
  const { what, mark } = hostile;
  const reply = await scene.get('/whoami', { id: hostile.id });
  // net/http may refuse such a header before any middleware sees it: it is kept out either way.
  if (reply.status === 400 || reply.status === 431) return;
  if (reply.header('x-request-id').includes(mark)) fail(hostileKept(scene.saw(reply), hostile));
  const id = await validIdOf(scene, reply, `A request whose X-Request-ID holds ${what}`);
  await carriesId(scene, reply, { id, when: `With an X-Request-ID of ${what}` });
  if (made.has(id)) fail(notFresh(scene.saw(reply), { what, id }));
  made.add(id);
}

async function replacesEmpty(scene: IdScene, made: Set<string>): Promise<void> {
  const reply = await scene.get('/whoami', { id: '' });
  const id = await validIdOf(scene, reply, 'A request whose X-Request-ID is empty');
  await carriesId(scene, reply, { id, when: 'With an empty X-Request-ID' });
  if (made.has(id)) fail(notFresh(scene.saw(reply), { what: 'an empty one', id }));
}

/** A path that some layers may leave out, or that no route has. */
async function givesIdTo(scene: IdScene, path: string): Promise<void> {
  const id = `elsewhere${path}`;
  const reply = await scene.get(path, { id });
  if (reply.header('x-request-id') !== id) fail(notEverywhere(scene.saw(reply), { path, id }));
  await logsId(scene, reply, path, { id, when: `GET ${path}` });
}

/**
 * One request waits at its gate while another comes and goes. A crowd would find more, but by luck: what is shared without
 * a lock is found by the race detector, every time. Other checks judge a request that is not answered.
 */
async function keepsIdsApart(context: CheckContext): Promise<void> {
  const scene = await startAtGate(context, noHurry);
  const { gate, log, get } = scene;
  const logs = await logsOrdinary(scene);
  const id = 'first-waits';
  const slow = get('/slow', { id, timeoutMs: 30_000 });
  await Promise.race([gate.arrived(), slow]);
  await get('/whoami', { id: 'second-passes' });
  gate.release();
  const reply = await slow;
  const line = logs && reply.outcome === 'answered' ? await log.line('/slow') : undefined;
  if (line && line.object.request_id !== id) fail(mixedUp(scene.saw(reply), { line, id }));
}
