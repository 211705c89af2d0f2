/** A handler that exceeds $HANDLER_TIMEOUT is answered in its place, and its work stops. */
import { type CheckContext, check, fail, late, type Reply, type UpstreamRequest, within } from '#kit';
import { jsonErrorFault } from './answers/json-error.ts';
import { isTimeoutHandlers } from './answers/timeout-handler.ts';
import { notJsonError } from './findings/answers.ts';
import { timeLimit } from './findings/places.ts';
import { answeredTooLate, cutOffEarly, neverAnswered, nextCutShort, not503, workGoesOn } from './findings/times-out.ts';
import { type Scene, startAtGate } from './scene.ts';

/**
 * A short setting must answer well before the long one may, so no constant in the program satisfies both. A machine that
 * was too slow for the first attempt gets others.
 */
const shortSettings: [number, ...number[]] = [250, 500, 800];
const answeredByMs = 2_400;
const longSetting = 2_500;
/** How much longer we watch, to tell "too late" from "never". */
const watchMs = 3_500;
const stopsWithinMs = 10_000;

export const timesOut = check(
  'times-out',
  'answers 503 when a handler exceeds $HANDLER_TIMEOUT, and stops its work',
  { lesson: 'Time-outs' },
  async (context) => {
    const patient = waitsForLongSetting(context);
    patient.catch(() => {}); // awaited below; a failure with a short setting is reported first
    const { scene, reply, request, settingMs } = await answeredInTime(context);
    answers503(context, scene, reply);
    await stopsTheWork(scene, request);
    await timesEachRequest(scene, settingMs);
    await patient;
  },
);

type Attempt = {
  scene: Scene;
  settingMs: number;
  /** The request to the gate; none if the program answered before its handler got that far. */
  request?: UpstreamRequest;
  reply: Reply;
  inTime: boolean;
};

/** /slow, whose gate stays shut. */
async function attempt(context: CheckContext, settingMs: number): Promise<Attempt> {
  const scene = await startAtGate(context, { HANDLER_TIMEOUT: `${settingMs}ms` });
  const pending = scene.get('/slow', { timeoutMs: 60_000 });
  const prompt = await within(answeredByMs, pending);
  const request = scene.gate.requests[0];
  const reply = prompt === late ? await within(watchMs, pending) : prompt;
  if (reply !== late) return { scene, settingMs, request, reply, inTime: prompt !== late };
  return fail(neverAnswered(scene.seen(), { settingMs, waitedMs: answeredByMs + watchMs, reachedGate: !!request }));
}

/** The answer while the gate is shut. */
async function answeredInTime(context: CheckContext, [settingMs, ...further] = shortSettings): Promise<Attempt> {
  const one = await attempt(context, settingMs);
  if (isConclusive(one)) return one;
  const [next, ...others] = further;
  if (next !== undefined) return answeredInTime(context, [next, ...others]);
  if (!one.inTime) fail(answeredTooLate(one.scene.saw(one.reply), settingMs));
  return one;
}

/**
 * Whether no further attempt is needed. Only a handler that reached the gate shows whether its work stops. And while the
 * machine stalls, our patience stretches, too: a limit in the code that is longer than that would seem short.
 */
export function isConclusive({ inTime, reply, request }: Pick<Attempt, 'inTime' | 'reply' | 'request'>): boolean {
  if (!inTime || reply.status !== 503) return inTime;
  return request !== undefined && reply.ms <= answeredByMs;
}

function answers503({ note, source }: CheckContext, { saw }: Scene, reply: Reply): void {
  if (reply.outcome !== 'answered' || reply.status !== 503) fail(not503(saw(reply)));
  const fault = jsonErrorFault(reply);
  if (!fault) return;
  if (!isTimeoutHandlers(reply, source))
    fail(notJsonError(saw(reply), { fault, cause: 'a handler that took too long', at: timeLimit }));
  note(
    'Your 503 is http.TimeoutHandler’s own text. A small wrapper that sets Content-Type: application/json for it would make it an error like all others.',
  );
}

/** net/http cancels the request's context when the handler returns; only work that was detached from it goes on. */
async function stopsTheWork({ seen }: Scene, request: UpstreamRequest | undefined): Promise<void> {
  if (!request) return; // no attempt got as far as the gate: the machine is to blame, not the program
  if (!(await request.gone(stopsWithinMs))) fail(workGoesOn(seen(), stopsWithinMs));
}

/**
 * Every request has its own time. A timer never fires early, so a busy machine changes nothing for a correct program; for
 * one that answers too early it may hide that, but hardly every time.
 */
async function timesEachRequest({ get, saw }: Scene, settingMs: number): Promise<void> {
  for (let n = 0; n < 3; n++) {
    const reply = await get('/slow', { timeoutMs: answeredByMs });
    if (reply.outcome === 'answered' && reply.ms < settingMs * 0.95) fail(nextCutShort(saw(reply), settingMs));
  }
}

/** The time on the wall includes the handler's, so a busy machine cannot make a correct program fail here. */
async function waitsForLongSetting(context: CheckContext): Promise<void> {
  const { gate, get, saw } = await startAtGate(context, { HANDLER_TIMEOUT: `${longSetting}ms` });
  const pending = get('/slow', { timeoutMs: 60_000 });
  const reply = await within(answeredByMs, pending);
  gate.release();
  if (reply !== late && reply.ms < answeredByMs) fail(cutOffEarly(saw(reply), longSetting));
}
