/**
 * An upstream that takes longer than $UPSTREAM_TIMEOUT gives a 504; one that answers in time does not. Bounds are one-sided:
 * a 504 can't honestly come early, and a late one is believed only when it is late each time.
 */
import { type CheckContext, check, describe, fail, type Late, late, type Reply, within } from '#kit';
import { dashboard, type Name, names, openFakes, otherThan, silent, startWith } from './fakes.ts';
import { expectTimeout, type Scene, slackMs, timeoutPlace } from './gateway-timeout.ts';
import { asks, where } from './places.ts';
import { type Silence, silences } from './silences.ts';
import { describeLate } from './unanswered.ts';

const shortMs = 400;
/** For the second look: on a stalled machine both upstreams can be late by 400 ms, and then either may be named. */
const patientMs = 4_000;
const defaultMs = 2_000;
/** A time-out that is longer than it should be is longer every time; a machine that stalls is not. */
const lateMs = 1_500;

export const deadline = check(
  'deadline',
  'gives up on an upstream after $UPSTREAM_TIMEOUT with a 504, and not before',
  { lesson: 'The context: how work ends', timeoutMs: 120_000 },
  async (context) => {
    const ended = givesUp(context);
    const inTime = answersInTime(context, ended);
    const byDefault = defaultTimeout(context);
    // The first to fail is reported, in this order.
    for (const part of [ended, inTime, byDefault]) part.catch(() => {});
    await ended;
    await inTime;
    await byDefault;
  },
);

async function givesUp(context: CheckContext): Promise<void> {
  for (const silence of silences)
    for (const name of names) {
      const first = await timedOut(context, name, silence, shortMs);
      const again = namesTheOther(first) ? await timedOut(context, name, silence, patientMs) : first;
      expectTimeout(again.scene, again.reply, `UPSTREAM_TIMEOUT=${again.ms}ms`);
      await expectNotLater(again.scene, again.reply, again.ms);
    }
}

type Attempt = { scene: Scene; ms: number; reply: Reply | Late };

async function timedOut(context: CheckContext, name: Name, silence: Silence, ms: number): Promise<Attempt> {
  const scene = await open(context, name, silence, { UPSTREAM_TIMEOUT: `${ms}ms` });
  return { scene, ms, reply: await ask(scene, ms) };
}

const namesTheOther = ({ scene, reply }: { scene: Scene; reply: Reply | Late }) =>
  reply !== late && (reply.json as { upstream?: unknown } | undefined)?.upstream === otherThan(scene.name);

async function expectNotLater(scene: Scene, first: Reply | Late, ms: number): Promise<void> {
  let reply = first;
  for (let tries = 1; tries < 3 && tookTooLong(reply, ms); tries++) reply = await ask(scene, ms);
  if (reply === late || !tookTooLong(reply, ms)) return;
  const { context, fakes, name, silence } = scene;
  fail({
    summary: `The upstream ${name} ${silence.what}, and the 504 comes long after $UPSTREAM_TIMEOUT.`,
    expected: `status 504 after ${ms} ms (UPSTREAM_TIMEOUT=${ms}ms)`,
    actual: `after ${(reply.ms / 1000).toFixed(1)} s, three times`,
    hint: 'The time-out does not come from the environment alone: a number in the code, a least value, or a setting that only one of the two requests uses.',
    evidence: [reply.evidence, fakes.story.evidence, timeoutPlace(context)],
  });
}

/** With a long time-out an upstream answers later than any short one that is wired in: after the 504 of the short one has come. */
async function answersInTime(context: CheckContext, ended: Promise<void>): Promise<void> {
  const fakes = await openFakes(context, { profile: silent, orders: silent });
  const server = await startWith(context, fakes);
  fakes.story.tell('we', '→ GET /api/dashboard/7 with UPSTREAM_TIMEOUT=120s');
  const pending = context.http.get(dashboard(server, 7), { timeoutMs: 90_000 });
  const longer = new Promise((resolve) => setTimeout(resolve, defaultMs + 1_000));
  await Promise.race([pending, Promise.all([longer, ended.catch(() => {})])]);
  for (const name of names) {
    fakes.story.tell(name, 'answers, late but in time');
    fakes.release(name);
  }
  const reply = await pending;
  if (reply.outcome === 'answered' && reply.status === 200) return;
  fail({
    summary: `An upstream answered later than the default, but well within $UPSTREAM_TIMEOUT, and the program had given up on it.`,
    expected: 'with UPSTREAM_TIMEOUT=120s an answer after some 3 s is in time: status 200',
    actual: `${describe(reply)} after ${(reply.ms / 1000).toFixed(1)} s`,
    hint: 'Some time-out does not come from the environment: a number in the code, or an http.Client or http.Server with a Timeout of its own. time.ParseDuration reads 2s, 500ms and 2m.',
    evidence: [reply.evidence, fakes.story.evidence, timeoutPlace(context)],
  });
}

/** UPSTREAM_TIMEOUT absent: two seconds. */
async function defaultTimeout(context: CheckContext): Promise<void> {
  const [silence] = silences as [Silence];
  const settings = { UPSTREAM_TIMEOUT: undefined };
  const scene = await open(context, 'orders', silence, settings);
  let reply = await ask(scene, defaultMs);
  expectTimeout(scene, reply, 'UPSTREAM_TIMEOUT not set');
  for (let tries = 1; tries < 3 && tookTooLong(reply, defaultMs); tries++) reply = await ask(scene, defaultMs);
  if (reply === late) return;
  const early = reply.ms < defaultMs * 0.95;
  if (!early && !tookTooLong(reply, defaultMs)) return;
  fail({
    summary: `Without $UPSTREAM_TIMEOUT the program gives up ${early ? 'earlier' : 'later'} than after the default of 2s.`,
    expected: 'status 504 after 2 seconds',
    actual: `after ${(reply.ms / 1000).toFixed(1)} s${early ? '' : ', three times'}`,
    hint: 'The contract says 2s where the variable is not set.',
    evidence: [reply.evidence, scene.fakes.story.evidence, where(context.files, /UPSTREAM_TIMEOUT/, asks)],
  });
}

const tookTooLong = (reply: Reply | Late, ms: number) => reply === late || reply.ms > ms + lateMs;

async function open(
  context: CheckContext,
  name: Name,
  silence: Silence,
  env: Record<string, string | undefined>,
): Promise<Scene> {
  const fakes = await openFakes(context);
  fakes.respond(name, (request) => {
    fakes.story.tell(name, silence.what);
    silence.handler(request);
  });
  return { context, fakes, server: await startWith(context, fakes, { env }), name, silence };
}

async function ask({ context, fakes, server }: Scene, timeoutMs: number): Promise<Reply | Late> {
  fakes.story.tell('we', '→ GET /api/dashboard/7');
  const reply = await within(timeoutMs + slackMs, context.http.get(dashboard(server, 7), { timeoutMs: 60_000 }));
  fakes.story.tell('we', `← ${describeLate(reply)}`);
  return reply;
}
