import { type CheckContext, check, describeReply, eventually, fail, failIf, type Reply } from '#kit';
import { notAsBefore, workNotDone } from './findings/as-before.ts';
import { drainDelay } from './findings/seen.ts';
import { neverReady, notSeenUnready, stillReady, stoppedServing } from './findings/turns-unready.ts';
import { generousMs, openScene, type Scene } from './scene.ts';

/** Longer than the sleeps that people write where DRAIN_DELAY belongs. */
const stillServingMs = 5_500;

/** After the signal /readyz turns 503 first, and everything else is served as before for DRAIN_DELAY. */
export const turnsUnready = check(
  'turns-unready',
  'turns unready on the signal, and keeps serving for DRAIN_DELAY',
  { needs: ['posix-signals'], lesson: 'The drain, drawn in time', timeoutMs: 120_000 },
  async (context) => {
    // So long that nothing here has to hurry: we end the program ourselves, in the middle of its drain.
    const scene = await openScene(context, { DRAIN_DELAY: drainDelay });
    await ready(context, scene);
    // Keeps a program alive that stops listening at once, which tells it from one that ends.
    await scene.hold();
    scene.signal('SIGTERM');
    await firstSeen(context, scene);
    await servesAsBefore(context, scene);
    await stillServes(context, scene);
  },
);

async function ready({ http }: CheckContext, { server, tell, seen }: Scene): Promise<void> {
  let last: Reply | undefined;
  await eventually(generousMs, async () => {
    last = await http.get(server.url('/readyz'));
    return last.status === 200 || last.status === 501 || last.status === 404 ? true : undefined;
  });
  tell('client', `GET /readyz: ${describeReply(last)}`);
  if (last?.status !== 200) fail(neverReady(last, seen));
}

/** Asks as a prober does, on fresh connections, for the first answer that differs. */
async function firstSeen({ http }: CheckContext, { server, tell, seen }: Scene): Promise<void> {
  let last: Reply | undefined;
  await eventually(10_000, async () => {
    last = await http.get(server.url('/readyz'));
    return last.status === 200 ? undefined : true;
  });
  tell('client', `GET /readyz: ${describeReply(last)}`);
  if (last?.status === 503) return;
  if (last?.status === 200) fail(stillReady(last, 'still said it was ready 10 seconds after SIGTERM', seen));
  fail(notSeenUnready(last, await server.exited(500), seen));
}

/** Between the first 503 and the refusal nothing else has changed: a new request, an event, liveness. */
async function servesAsBefore({ http }: CheckContext, scene: Scene): Promise<void> {
  const { server, tell, gate, seen } = scene;
  const held = await scene.hold();
  gate.release();
  if (!held) {
    const reply = await http.get(server.url('/slow'));
    judgeGone(reply, scene);
    fail(workNotDone(reply, seen));
  }
  const asked = [
    { request: 'GET /slow', reply: await held.reply, want: 200 },
    { request: 'POST /events', reply: await http.post(server.url('/events'), { during: 'the drain' }), want: 202 },
    { request: 'GET /healthz', reply: await http.get(server.url('/healthz')), want: 200 },
  ];
  for (const { request, reply } of asked) tell('client', `${request}: ${describeReply(reply)}`);
  for (const one of asked) {
    judgeGone(one.reply, scene);
    failIf(notAsBefore(one, seen));
  }
}

/** A listener that closes this late did not close at the signal: the program has waited, but not for long enough. */
const waitedMs = 1_000;

function judgeGone(reply: Reply, { sinceSignal, seen }: Scene): void {
  const ms = sinceSignal();
  if (reply.outcome !== 'answered' && ms > waitedMs) fail(stoppedServing({ lookedMs: ms, stoppedMs: ms, reply }, seen));
}

async function stillServes({ http }: CheckContext, scene: Scene): Promise<void> {
  const { server, tell, seen } = scene;
  const exit = await server.exited(Math.max(0, stillServingMs - scene.sinceSignal()));
  const at = { lookedMs: stillServingMs, stoppedMs: scene.sinceSignal() };
  if (exit) fail(stoppedServing({ ...at, exit }, seen));
  const reply = await http.get(server.url('/healthz'));
  tell('client', `GET /healthz: ${describeReply(reply)}`);
  if (reply.status !== 200) fail(stoppedServing({ ...at, stoppedMs: scene.sinceSignal(), reply }, seen));
  const readiness = await http.get(server.url('/readyz'));
  if (readiness.status !== 503) fail(stillReady(readiness, 'was ready again in the middle of the drain', seen));
}
