/**
 * An upstream that takes longer than $UPSTREAM_TIMEOUT gives a 504; one that answers in time does not. Bounds are one-sided:
 * a 504 can't honestly come early, and a late one counts only when it is late every time.
 */
import {
  type CheckContext,
  check,
  fail,
  failIf,
  type Late,
  late,
  type Reply,
  replyProblem,
  type Stall,
  within,
} from '#kit';
import { type Played, undisturbed } from '../common/stall.ts';
import { comesLate, gaveUpEarly, type Slow, wrongGatewayTimeout } from './findings/deadline.ts';
import { errorIn } from './findings/error-answer.ts';
import { whatIsSlow } from './findings/words.ts';
import { openScene, type Scene, whileHeld } from './scene.ts';
import { describeAnswer } from './seen.ts';
import { silent } from './upstreams/handlers.ts';
import { names, otherThan } from './upstreams/names.ts';
import { applySilence, silences } from './upstreams/silences.ts';

const shortMs = 400;
/** On a stalled machine both upstreams can be late by 400 ms, and then either may be named: once more, with more time. */
const longerMs = 4_000;
export const defaultMs = 2_000;
/** A time-out that is longer than it should be is longer every time; a machine that stalls is not. */
const lateMs = 1_500;
/** No answer this long after the time-out means that none will come. */
const slackMs = 8_000;
export const id = 7;

export const deadline = check(
  'deadline',
  'gives up on an upstream after $UPSTREAM_TIMEOUT with a 504, and not before',
  { lesson: 'The context: how work ends', timeoutMs: 120_000 },
  async (context) => {
    const ended = givesUpInTime(context);
    const parts = [ended, waitsLongEnough(context, ended)];
    for (const part of parts) part.catch(() => {}); // the first to fail, in this order, is reported below
    for (const part of parts) await part;
  },
);

async function givesUpInTime(context: CheckContext): Promise<void> {
  for (const silence of silences)
    for (const name of names)
      await undisturbed(context, (_, stall, turn) => givesUpOn(context, { name, silence }, stall, turn));
}

type Which = Pick<Slow, 'name' | 'silence'>;

async function givesUpOn(context: CheckContext, which: Which, stall: Stall, turn: number): Promise<Played> {
  const limitMs = turn === 0 ? shortMs : turn * longerMs;
  const first = await slowUpstream(context, which, limitMs);
  const { scene, slow, ms, reply } = namesTheOther(first)
    ? await slowUpstream(context, which, Math.max(longerMs, limitMs))
    : first;
  failIf(wrongGatewayTimeout(scene.seen(id, reply), slow));
  const last = await unlessLate(scene, reply, ms);
  if (last !== late && isLate(last, ms)) fail(comesLate(scene.seen(id, last), last, slow, ms));
  // Our own stall is a pause between two bytes, in which a clock that starts anew with each of them runs out too.
  return which.silence === 'drips' && stall.longestMs > ms / 2 ? 'unclear' : undefined;
}

type Attempt = { scene: Scene; slow: Slow; ms: number; reply: Reply | Late };

export async function slowUpstream(
  context: CheckContext,
  { name, silence }: Which,
  ms: number,
  env: Record<string, string | undefined> = { UPSTREAM_TIMEOUT: `${ms}ms` },
): Promise<Attempt> {
  const scene = await openScene(context, { env });
  scene.upstreams.respond(name, (request) => {
    scene.timeline.tell(name, whatIsSlow(silence));
    return applySilence[silence](request);
  });
  const setting = env.UPSTREAM_TIMEOUT ? `UPSTREAM_TIMEOUT=${env.UPSTREAM_TIMEOUT}` : 'UPSTREAM_TIMEOUT not set';
  return { scene, slow: { name, silence, setting, slackMs }, ms, reply: await ask(scene, ms) };
}

const namesTheOther = ({ slow, reply }: Attempt) => reply !== late && errorIn(reply).upstream === otherThan(slow.name);

async function ask(scene: Scene, timeoutMs: number): Promise<Reply | Late> {
  scene.timeline.tell('we', `→ GET /api/dashboard/${id}`);
  const reply = await within(timeoutMs + slackMs, scene.get(id, whileHeld));
  scene.timeline.tell('we', `← ${describeAnswer({ reply })}`);
  return reply;
}

export const isLate = (reply: Reply | Late, ms: number) => reply === late || reply.ms > ms + lateMs;

/** The first of three replies that is not late, else the last. */
export async function unlessLate(scene: Scene, first: Reply | Late, ms: number): Promise<Reply | Late> {
  let reply = first;
  for (let tries = 1; tries < 3 && isLate(reply, ms); tries++) reply = await ask(scene, ms);
  return reply;
}

/** With a long time-out the upstreams answer later than any short one that is wired in: after its 504 has come. */
async function waitsLongEnough(context: CheckContext, ended: Promise<void>): Promise<void> {
  const scene = await openScene(context, {
    handlers: { profile: silent, orders: silent },
    env: { UPSTREAM_TIMEOUT: '120s' },
  });
  const { upstreams, timeline } = scene;
  timeline.tell('we', `→ GET /api/dashboard/${id} with UPSTREAM_TIMEOUT=120s`);
  const pending = scene.get(id, { timeoutMs: 90_000 });
  const longer = new Promise((resolve) => setTimeout(resolve, defaultMs + 1_000));
  await Promise.race([pending, Promise.all([longer, ended.catch(() => {})])]);
  for (const name of names) {
    timeline.tell(name, 'answers, late but in time');
    upstreams.release(name);
  }
  const reply = await pending;
  if (replyProblem(reply, { status: 200 })) fail(gaveUpEarly(scene.seen(id, reply), reply));
}
